#include "memory/unit.hpp"

#include "memory/likeness.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace translation::memory {
namespace {

namespace json = tandem::json;
using segments::Code;
using segments::CodeKind;
using segments::CodeRole;

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

} // namespace

std::string_view name_of(CodeKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::optional<CodeKind> kind_of(std::string_view name) {
  auto const found = std::find(kinds.begin(), kinds.end(), name);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<CodeKind>(found - kinds.begin());
}

std::optional<Content> with_codes_of(Content const& source, Content target) {
  std::vector<Code const*> left = beginnings(source);
  std::map<int, int> ids; // of the target → of the source
  for (bool const same_original : {true, false})
    for (Code const* code : beginnings(target)) {
      if (ids.contains(code->id)) continue;
      auto const found = std::find_if(left.begin(), left.end(), [&](Code const* other) {
        return other->role == code->role && other->kind == code->kind &&
               (!same_original || other->original == code->original);
      });
      if (found == left.end()) continue;
      ids[code->id] = (*found)->id;
      left.erase(found);
    }
  if (!left.empty() || ids.size() != beginnings(target).size()) return std::nullopt;
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
    if (auto content = with_codes_of(source.segments[i].source, target.segments[i].source))
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

Content content_of(std::string_view marked, json::value const& codes) {
  Content known;
  for (json::value const& one : codes.as_array()) {
    json::object const& code = one.as_object();
    auto const kind = kind_of(tandem::string_member(code, "kind"));
    auto const role = std::find(roles.begin(), roles.end(), tandem::string_member(code, "role"));
    if (!kind || role == roles.end()) throw std::invalid_argument("a code in the memory is of no known kind");
    known.emplace_back(Code{static_cast<int>(code.at("id").as_int64()), static_cast<CodeRole>(role - roles.begin()),
                            *kind, std::string(tandem::string_member(code, "original"))});
  }
  auto content = segments::from_marked(marked, known);
  if (!content) throw std::invalid_argument("a sentence in the memory cannot be read: " + content.error().detail);
  return std::move(*content);
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
