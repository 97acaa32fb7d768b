#include "content/subschemas.hpp"

#include "content/draft07_meta_schema.hpp"

#include <boost/url/pct_string_view.hpp>
#include <map>
#include <set>

namespace tandem {
namespace {

/// Whether a keyword's value is a schema (or a list of them) or an object with a schema in each member, and whether
/// they are about the same value as the schema that holds them.
enum class Holds { schema, members };
struct Applicator {
  Holds holds;
  bool same_value;
};

std::map<std::string_view, Applicator> const applicators = {
    {"additionalItems", {Holds::schema, false}},
    {"additionalProperties", {Holds::schema, false}},
    {"allOf", {Holds::schema, true}},
    {"anyOf", {Holds::schema, true}},
    {"contains", {Holds::schema, false}},
    {"definitions", {Holds::members, false}},
    {"dependencies", {Holds::members, true}},
    {"else", {Holds::schema, true}},
    {"if", {Holds::schema, true}},
    {"items", {Holds::schema, false}},
    {"not", {Holds::schema, true}},
    {"oneOf", {Holds::schema, true}},
    {"patternProperties", {Holds::members, false}},
    {"properties", {Holds::members, false}},
    {"propertyNames", {Holds::schema, false}},
    {"then", {Holds::schema, true}},
};

Error refusal(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

class Walk {
public:
  explicit Walk(json::value const& root) : root_(root) {}

  Result<std::vector<Subschema>> all() {
    enter(root_, "");
    for (std::size_t i = 0; i < found_.size(); ++i) // grows while it is walked
      if (auto ok = enter_below(Subschema(found_[i])); !ok) return ok.error();
    for (Subschema const& subschema : found_)
      if (auto ok = refuse_circle(subschema.pointer); !ok) return ok.error();
    return std::move(found_);
  }

private:
  void enter(json::value const& value, std::string pointer) {
    json::object const* schema = value.if_object(); // true and false are schemas too, with nothing in them
    if (schema != nullptr && seen_.insert(pointer).second) found_.push_back({std::move(pointer), schema});
  }

  Result<void> enter_below(Subschema const& at) {
    if (json::value const* ref = at.schema->if_contains("$ref"); ref != nullptr && ref->is_string())
      return follow(std::string(ref->get_string()), at.pointer);
    for (auto const& member : *at.schema) {
      auto const keyword = applicators.find(std::string_view(member.key().data(), member.key().size()));
      if (keyword != applicators.end()) enter_members(at.pointer, keyword->first, keyword->second, member.value());
    }
    return {};
  }

  void enter_members(std::string const& parent, std::string_view keyword, Applicator applicator,
                     json::value const& value) {
    auto const enter_one = [&](json::value const& schema, std::string const& token) {
      std::string const pointer = parent + "/" + std::string(keyword) + token;
      if (applicator.same_value) same_value_[parent].push_back(pointer);
      enter(schema, pointer);
    };
    if (json::array const* array = value.if_array()) { // allOf …, and items as a list
      for (std::size_t i = 0; i < array->size(); ++i) enter_one((*array)[i], "/" + std::to_string(i));
    } else if (applicator.holds == Holds::members) {
      for (auto const& member : value.get_object()) enter_one(member.value(), "/" + pointer_token(member.key()));
    } else {
      enter_one(value, "");
    }
  }

  Result<void> follow(std::string const& ref, std::string const& from) {
    std::string const here = from + "/$ref";
    if (is_draft07_name(ref)) return {};
    if (!ref.starts_with('#')) return refusal("refers to another document, which is not followed: " + ref, here);
    std::string pointer = ref.substr(1);
    if (auto const encoded = boost::urls::make_pct_string_view(pointer)) pointer = encoded->decode();
    json::error_code ec;
    json::value const* target = root_.find_pointer(pointer, ec);
    if (target == nullptr || !(target->is_object() || target->is_bool()))
      return refusal("refers to " + ref + ", where no schema stands", here);
    same_value_[from].push_back(pointer);
    enter(*target, std::move(pointer));
    return {};
  }

  /// Depth first through what is about the same value: coming back to a schema still under way is a circle.
  Result<void> refuse_circle(std::string const& pointer) {
    if (!under_way_.insert(pointer).second) return refusal("can only be checked by checking itself first", pointer);
    if (!finished_.contains(pointer))
      for (std::string const& next : same_value_[pointer])
        if (auto ok = refuse_circle(next); !ok) return ok;
    finished_.insert(pointer);
    under_way_.erase(pointer);
    return {};
  }

  json::value const& root_;
  std::vector<Subschema> found_;
  std::set<std::string> seen_, under_way_, finished_;
  std::map<std::string, std::vector<std::string>> same_value_; ///< From a schema to those about the same value.
};

} // namespace

Result<std::vector<Subschema>> subschemas_of(json::value const& root) { return Walk(root).all(); }

} // namespace tandem
