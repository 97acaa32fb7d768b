#include "content/value_check.hpp"

#include "content/canonical_json.hpp"
#include "content/number.hpp"
#include "content/valijson_schema.hpp"
#include "content/wording.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace tandem {
namespace {

using valijson::constraints::TypeConstraint;
using Schema = valijson::Subschema;

constexpr std::size_t most_choices_named = 12, most_forms_named = 4;

bool is_whole(json::value const& value) {
  return value.is_int64() || value.is_uint64() ||
         (value.is_double() && std::trunc(value.get_double()) == value.get_double());
}

std::string_view name_of(TypeConstraint::JsonType type) {
  switch (type) {
  case TypeConstraint::kArray: return "a list";
  case TypeConstraint::kBoolean: return "true or false";
  case TypeConstraint::kInteger: return "a whole number";
  case TypeConstraint::kNull: return "null";
  case TypeConstraint::kNumber: return "a number";
  case TypeConstraint::kObject: return "an object";
  case TypeConstraint::kString: return "a string";
  default: return "any value";
  }
}

bool is_of(json::value const& value, TypeConstraint::JsonType type) {
  switch (type) {
  case TypeConstraint::kArray: return value.is_array();
  case TypeConstraint::kBoolean: return value.is_bool();
  case TypeConstraint::kInteger: return is_whole(value);
  case TypeConstraint::kNull: return value.is_null();
  case TypeConstraint::kNumber: return value.is_number();
  case TypeConstraint::kObject: return value.is_object();
  case TypeConstraint::kString: return value.is_string();
  default: return true;
  }
}

template <class Text> std::string plain(Text const& text) { return {text.data(), text.size()}; }

/// Visits each constraint of one schema for one value. A `visit` answers true also when it found something: all that
/// is wrong gets reported.
class Check final : public valijson::constraints::ConstraintVisitor {
public:
  Check(json::value const& value, std::string pointer, CheckContext const& context)
      : value_(value), pointer_(std::move(pointer)), context_(context) {}

  std::vector<Error> against(Schema const& schema) {
    if (schema.getAlwaysInvalid()) report("is not allowed here");
    Schema::ApplyFunction visit_it = [this](valijson::constraints::Constraint const& constraint) {
      return constraint.accept(*this);
    };
    schema.apply(visit_it);
    return std::move(errors_);
  }

  bool visit(TypeConstraint const& type) override {
    bool fits = false;
    std::vector<std::string> names;
    type.applyToNamedTypes([&](TypeConstraint::JsonType named) {
      fits = fits || is_of(value_, named);
      names.emplace_back(name_of(named));
      return true;
    });
    if (!fits) report("must be " + joined(names, " or ") + ", not " + std::string(kind_of(value_)));
    return true;
  }

  // Strings

  bool visit(MinLengthConstraint const& least) override {
    if (!value_.is_string()) return true;
    std::uint64_t const length = length_of(text());
    if (length >= least.getMinLength()) return true;
    if (length == 0) return report("must not be empty");
    return report("must have at least " + counted(least.getMinLength(), "character", "characters") + ", not " +
                  std::to_string(length));
  }
  bool visit(MaxLengthConstraint const& most) override {
    if (!value_.is_string()) return true;
    std::uint64_t const length = length_of(text());
    if (length <= most.getMaxLength()) return true;
    return report("must have at most " + counted(most.getMaxLength(), "character", "characters") + ", not " +
                  std::to_string(length));
  }
  bool visit(PatternConstraint const& constraint) override {
    if (!value_.is_string()) return true;
    std::string const expression = constraint.getPattern<std::allocator<char>>();
    auto const pattern = context_.patterns.find(expression);
    if (pattern == context_.patterns.end() || pattern->second.found_in(text())) return true;
    return report("does not match the pattern " + expression);
  }
  bool visit(FormatConstraint const& constraint) override {
    if (!value_.is_string()) return true;
    auto const format = context_.formats.find(constraint.getFormat());
    if (format == context_.formats.end() || format->second(text())) return true;
    return report("is not a valid " + format->first);
  }

  // Numbers

  bool visit(MinimumConstraint const& bound) override {
    if (!value_.is_number()) return true;
    double const number = value_.to_number<double>(), least = bound.getMinimum();
    if (bound.getExclusiveMinimum()) return number > least || report("must be more than " + number_text(least));
    return number >= least || report("must be at least " + number_text(least));
  }
  bool visit(MaximumConstraint const& bound) override {
    if (!value_.is_number()) return true;
    double const number = value_.to_number<double>(), most = bound.getMaximum();
    if (bound.getExclusiveMaximum()) return number < most || report("must be less than " + number_text(most));
    return number <= most || report("must be at most " + number_text(most));
  }
  bool visit(MultipleOfDoubleConstraint const& constraint) override { return multiple_of(constraint.getDivisor()); }
  bool visit(MultipleOfIntConstraint const& constraint) override {
    return multiple_of(static_cast<double>(constraint.getDivisor()));
  }

  // Lists

  bool visit(MinItemsConstraint const& least) override {
    json::array const* list = value_.if_array();
    if (list == nullptr || list->size() >= least.getMinItems()) return true;
    return report("must hold at least " + counted(least.getMinItems(), "item", "items"));
  }
  bool visit(MaxItemsConstraint const& most) override {
    json::array const* list = value_.if_array();
    if (list == nullptr || list->size() <= most.getMaxItems()) return true;
    return report("must hold at most " + counted(most.getMaxItems(), "item", "items"));
  }
  bool visit(UniqueItemsConstraint const&) override {
    json::array const* list = value_.if_array();
    std::set<std::string> seen;
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
      if (!seen.insert(canonical_json((*list)[i])).second)
        report("is in the list already", pointer_ + "/" + std::to_string(i));
    return true;
  }
  bool visit(ContainsConstraint const& constraint) override {
    json::array const* list = value_.if_array();
    if (list == nullptr) return true;
    for (json::value const& item : *list)
      if (found_in(*constraint.getSubschema(), item, pointer_).empty()) return true;
    return report("holds no item of the kind that it needs");
  }
  bool visit(SingularItemsConstraint const& constraint) override {
    json::array const* list = value_.if_array();
    if (list == nullptr || constraint.getItemsSubschema() == nullptr) return true;
    for (std::size_t i = 0; i < list->size(); ++i) check_item(*list, i, constraint.getItemsSubschema());
    return true;
  }
  bool visit(LinearItemsConstraint const& constraint) override {
    json::array const* list = value_.if_array();
    if (list == nullptr) return true;
    constraint.applyToItemSubschemas([&](unsigned index, Schema const* schema) {
      if (index < list->size()) check_item(*list, index, schema);
      return true;
    });
    for (std::size_t i = constraint.getItemSubschemaCount(); i < list->size(); ++i)
      check_item(*list, i, constraint.getAdditionalItemsSubschema());
    return true;
  }

  // Objects

  bool visit(MinPropertiesConstraint const& least) override {
    json::object const* object = value_.if_object();
    if (object == nullptr || object->size() >= least.getMinProperties()) return true;
    return report("must have at least " + counted(least.getMinProperties(), "member", "members"));
  }
  bool visit(MaxPropertiesConstraint const& most) override {
    json::object const* object = value_.if_object();
    if (object == nullptr || object->size() <= most.getMaxProperties()) return true;
    return report("must have at most " + counted(most.getMaxProperties(), "member", "members"));
  }
  bool visit(RequiredConstraint const& constraint) override {
    json::object const* object = value_.if_object();
    if (object == nullptr) return true;
    constraint.applyToRequiredProperties([&](auto const& name) {
      if (!object->contains(plain(name))) report("is required", member_pointer(plain(name)));
      return true;
    });
    return true;
  }
  bool visit(PropertiesConstraint const& constraint) override {
    json::object const* object = value_.if_object();
    if (object == nullptr) return true;
    std::map<std::string, std::vector<Schema const*>, std::less<>> declared;
    constraint.applyToProperties([&](auto const& name, Schema const* schema) {
      declared[plain(name)].push_back(schema);
      return true;
    });
    for (auto const& member : *object) {
      std::string const name(member.key());
      std::vector<Schema const*> schemas;
      if (auto const found = declared.find(name); found != declared.end()) schemas = found->second;
      constraint.applyToPatternProperties([&](auto const& expression, Schema const* schema) {
        auto const pattern = context_.patterns.find(plain(expression));
        if (pattern != context_.patterns.end() && pattern->second.found_in(name)) schemas.push_back(schema);
        return true;
      });
      if (schemas.empty()) schemas.push_back(constraint.getAdditionalPropertiesSubschema());
      for (Schema const* schema : schemas) {
        if (schema == nullptr) report("is not a known field", member_pointer(name));
        else take(found_in(*schema, member.value(), member_pointer(name)));
      }
    }
    return true;
  }
  bool visit(PropertyNamesConstraint const& constraint) override {
    json::object const* object = value_.if_object();
    for (std::size_t i = 0; object != nullptr && i < object->size(); ++i) {
      std::string const name((object->begin() + static_cast<std::ptrdiff_t>(i))->key());
      for (Error const& error : found_in(*constraint.getSubschema(), json::value(json::string(name)), ""))
        report("has a name that " + error.detail, member_pointer(name));
    }
    return true;
  }
  bool visit(DependenciesConstraint const& constraint) override {
    json::object const* object = value_.if_object();
    if (object == nullptr) return true;
    constraint.applyToPropertyDependencies([&](auto const& name, auto const& needed) {
      for (auto const& other : needed)
        if (object->contains(plain(name)) && !object->contains(plain(other)))
          report("is required beside " + plain(name), member_pointer(plain(other)));
      return true;
    });
    constraint.applyToSchemaDependencies([&](auto const& name, Schema const* schema) {
      if (object->contains(plain(name))) take(found_in(*schema, value_, pointer_));
      return true;
    });
    return true;
  }

  // Choices

  bool visit(EnumConstraint const& constraint) override {
    std::vector<valijson::adapters::FrozenValue const*> allowed;
    constraint.applyToValues([&](auto const& value) {
      allowed.push_back(&value);
      return true;
    });
    return choice(allowed);
  }
  bool visit(ConstConstraint const& constraint) override { return choice({constraint.getValue()}); }

  // Combinations

  bool visit(AllOfConstraint const& constraint) override {
    constraint.applyToSubschemas([&](unsigned, Schema const* schema) {
      take(found_in(*schema, value_, pointer_));
      return true;
    });
    return true;
  }
  bool visit(AnyOfConstraint const& constraint) override {
    report_forms(forms_of(constraint));
    return true;
  }
  bool visit(OneOfConstraint const& constraint) override {
    std::vector<std::vector<Error>> const forms = forms_of(constraint);
    auto const fitting = std::count_if(forms.begin(), forms.end(), [](auto const& errors) { return errors.empty(); });
    if (fitting > 1) report("fits more than one of the forms of which it must have one");
    else report_forms(forms);
    return true;
  }
  bool visit(NotConstraint const& constraint) override {
    if (constraint.getSubschema() == nullptr || found_in(*constraint.getSubschema(), value_, pointer_).empty())
      report("has a form that is not allowed here");
    return true;
  }
  bool visit(ConditionalConstraint const& constraint) override {
    bool const holds = found_in(*constraint.getIfSubschema(), value_, pointer_).empty();
    Schema const* schema = holds ? constraint.getThenSubschema() : constraint.getElseSubschema();
    if (schema != nullptr) take(found_in(*schema, value_, pointer_));
    return true;
  }
  bool visit(PolyConstraint const&) override { return true; } // the library's own extensions: none is registered

private:
  bool report(std::string detail) { return report(std::move(detail), pointer_); }
  bool report(std::string detail, std::string pointer) {
    errors_.push_back({ErrorCode::invalid_content, std::move(detail), std::move(pointer)});
    return true;
  }
  void take(std::vector<Error> errors) {
    errors_.insert(errors_.end(), std::make_move_iterator(errors.begin()), std::make_move_iterator(errors.end()));
  }
  std::vector<Error> found_in(Schema const& schema, json::value const& value, std::string const& pointer) const {
    return Check(value, pointer, context_).against(schema);
  }
  void check_item(json::array const& list, std::size_t index, Schema const* schema) {
    std::string const pointer = pointer_ + "/" + std::to_string(index);
    if (schema == nullptr) report("is one item too many", pointer);
    else take(found_in(*schema, list[index], pointer));
  }
  std::string_view text() const { return {value_.get_string().data(), value_.get_string().size()}; }
  std::string member_pointer(std::string_view name) const { return pointer_ + "/" + pointer_token(name); }

  bool multiple_of(double divisor) {
    if (!value_.is_number() || is_multiple(value_.to_number<double>(), divisor)) return true;
    return report("must be a multiple of " + number_text(divisor));
  }

  bool choice(std::vector<valijson::adapters::FrozenValue const*> const& allowed) {
    auto const equals = [](valijson::adapters::FrozenValue const* frozen, json::value const& value) {
      return frozen->equalTo(valijson::adapters::BoostJsonAdapter(value), true);
    };
    if (std::any_of(allowed.begin(), allowed.end(), [&](auto const* frozen) { return equals(frozen, value_); }))
      return true;
    // The library keeps the values to itself, so they are looked up among all lists of the schema.
    for (json::array const& list : context_.choices)
      if (std::equal(allowed.begin(), allowed.end(), list.begin(), list.end(), equals)) return report(naming(list));
    return report("is not one of the values that are allowed here");
  }
  static std::string naming(json::array const& list) {
    std::vector<std::string> names;
    for (json::value const& value : list)
      names.push_back(value.is_string() && !value.get_string().empty() ? plain(value.get_string())
                                                                       : canonical_json(value));
    if (names.size() == 1) return "must be " + names[0];
    if (names.size() > most_choices_named) names.resize(most_choices_named), names.emplace_back("…");
    return "must be one of: " + joined(names, ", ");
  }

  template <class Constraint> std::vector<std::vector<Error>> forms_of(Constraint const& constraint) const {
    std::vector<std::vector<Error>> forms;
    constraint.applyToSubschemas([&](unsigned, Schema const* schema) {
      forms.push_back(found_in(*schema, value_, pointer_));
      return true;
    });
    return forms;
  }
  /// Says why none of the forms fits. Where only one of them is of the right kind (all that is wrong lies deeper), it
  /// is the one that was meant.
  void report_forms(std::vector<std::vector<Error>> const& forms) {
    std::vector<std::vector<Error> const*> meant;
    std::vector<std::string> reasons;
    for (std::vector<Error> const& errors : forms) {
      if (errors.empty()) return;
      bool const deeper =
          std::all_of(errors.begin(), errors.end(), [&](Error const& e) { return e.pointer != pointer_; });
      if (deeper) meant.push_back(&errors);
      reasons.push_back(errors.front().pointer.substr(pointer_.size()) + (deeper ? " " : "") + errors.front().detail);
    }
    if (meant.size() == 1) return take(*meant.front());
    if (reasons.size() > most_forms_named) reasons.resize(most_forms_named), reasons.emplace_back("…");
    report("has none of the forms that are allowed here: " + joined(reasons, "; or "));
  }

  json::value const& value_;
  std::string pointer_;
  CheckContext const& context_;
  std::vector<Error> errors_;
};

} // namespace

std::vector<Error> check_value(valijson::Subschema const& schema, json::value const& value,
                               std::string const& pointer, CheckContext const& context) {
  return Check(value, pointer, context).against(schema);
}

} // namespace tandem
