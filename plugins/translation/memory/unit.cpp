#include "memory/unit.hpp"

#include "memory/likeness.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <tuple>

namespace translation::memory {
namespace {

namespace json = tandem::json;
using segments::Code;
using segments::CodeKind;
using segments::CodeRole;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

constexpr std::array<std::string_view, 10> kinds = {"emphasis", "strong",     "strikethrough", "link",
                                                    "image",    "code_span",  "line_break",    "autolink",
                                                    "html",     "placeholder"};
constexpr std::array<std::string_view, 3> roles = {"open", "close", "alone"};

std::vector<Code const*> beginnings(Content const& content) {
  std::vector<Code const*> codes;
  for (segments::Part const& part : content)
    if (auto const* code = std::get_if<Code>(&part); code != nullptr && code->role != CodeRole::close)
      codes.push_back(code);
  return codes;
}

bool is_readable_again(Content const& content) { return segments::depth_of(content) <= segments::deepest_marked; }

} // namespace

std::string_view name_of(CodeKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::optional<CodeKind> kind_of(std::string_view name) {
  auto const found = std::find(kinds.begin(), kinds.end(), name);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<CodeKind>(found - kinds.begin());
}

namespace {

/// The codes of a source that a target has not used yet; of equal ones the first is given first.
class Unused {
public:
  /// `by_original`: codes with other originals are others.
  Unused(std::vector<Code const*> const& codes, bool by_original) : by_original_(by_original) {
    for (Code const* code : codes) left_[key(*code)].push_back(code);
  }

  Code const* take(Code const& like) {
    auto const found = left_.find(key(like));
    if (found == left_.end() || found->second.empty()) return nullptr;
    Code const* const code = found->second.front();
    found->second.pop_front();
    return code;
  }
  [[nodiscard]] std::vector<Code const*> rest() const {
    std::vector<Code const*> all;
    for (auto const& [key, codes] : left_) all.insert(all.end(), codes.begin(), codes.end());
    return all;
  }

private:
  using Key = std::tuple<CodeRole, CodeKind, std::string_view>;
  [[nodiscard]] Key key(Code const& code) const {
    return {code.role, code.kind, by_original_ ? std::string_view(code.original) : std::string_view()};
  }
  bool by_original_;
  std::map<Key, std::deque<Code const*>> left_ = {};
};

bool in_order(Code const* one, Code const* other) { return one->id < other->id; }

} // namespace

std::optional<Content> with_codes_of(Content const& source, Content target) {
  std::vector<Code const*> const of_target = beginnings(target);
  std::vector<Code const*> left = beginnings(source);
  std::map<int, int> ids; // of the target → of the source
  for (bool const same_original : {true, false}) {
    Unused unused(left, same_original);
    for (Code const* code : of_target) {
      if (ids.contains(code->id)) continue;
      if (Code const* const found = unused.take(*code)) ids[code->id] = found->id;
    }
    left = unused.rest();
    std::sort(left.begin(), left.end(), in_order);
  }
  if (!left.empty() || ids.size() != of_target.size()) return std::nullopt;
  for (segments::Part& part : target)
    if (auto* code = std::get_if<Code>(&part); code != nullptr) {
      auto const id = ids.find(code->id);
      if (id == ids.end()) return std::nullopt; // closes what was never opened
      code->id = id->second;
    }
  return target;
}

std::vector<Aligned> align(segments::Segmented const& source, segments::Segmented const& target) {
  auto const same_place = [](segments::Segment const& one, segments::Segment const& other) {
    return one.place == other.place && one.block == other.block;
  };
  if (!std::equal(source.segments.begin(), source.segments.end(), target.segments.begin(), target.segments.end(),
                  same_place))
    return {};
  std::vector<Aligned> aligned;
  for (std::size_t i = 0; i < source.segments.size(); ++i)
    if (auto content = with_codes_of(source.segments[i].source, target.segments[i].source);
        content && is_readable_again(source.segments[i].source) && is_readable_again(*content))
      aligned.push_back({i, source.segments[i].source, std::move(*content)});
  return aligned;
}

json::array codes_json(Content const& content) {
  json::array codes;
  for (segments::Part const& part : content)
    if (auto const* code = std::get_if<Code>(&part))
      codes.push_back({{"id", code->id},
                       {"role", roles.at(static_cast<std::size_t>(code->role))},
                       {"kind", name_of(code->kind)},
                       {"original", code->original}});
  return codes;
}

Result<Content> content_of(std::string_view marked, json::value const& codes) {
  Error const unknown{ErrorCode::invalid_content, "a sentence in the memory has a code of no known kind"};
  if (!codes.is_array()) return unknown;
  Content known;
  for (json::value const& one : codes.get_array()) {
    auto const* const code = one.if_object();
    json::value const* const id = code == nullptr ? nullptr : code->if_contains("id");
    if (id == nullptr || !id->is_int64()) return unknown;
    auto const kind = kind_of(tandem::string_member(*code, "kind"));
    auto const role = std::find(roles.begin(), roles.end(), tandem::string_member(*code, "role"));
    if (!kind || role == roles.end()) return unknown;
    known.emplace_back(Code{static_cast<int>(id->get_int64()), static_cast<CodeRole>(role - roles.begin()), *kind,
                            std::string(tandem::string_member(*code, "original"))});
  }
  return segments::from_marked(marked, known);
}

json::object unit_json(Unit const& unit) {
  std::string const normal = normalised(segments::plain_text(unit.source));
  return {{"source_locale", unit.source_locale},
          {"target_locale", unit.target_locale},
          {"source", segments::marked(unit.source)},
          {"target", segments::marked(unit.target)},
          {"source_codes", codes_json(unit.source)},
          {"target_codes", codes_json(unit.target)},
          {"normal", normal},
          {"words", word_count(normal)}};
}

} // namespace translation::memory
