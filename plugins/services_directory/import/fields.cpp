#include "fields.hpp"

namespace directory::importing {
namespace {

constexpr FieldForm shared_text{FieldShape::text}, shared_texts{FieldShape::texts};
constexpr FieldForm text{FieldShape::text, true}, texts{FieldShape::texts, true};
constexpr FieldForm phones{FieldShape::phones};

std::map<std::string_view, FieldForms> const& all() {
  static std::map<std::string_view, FieldForms> const forms{
      {"organisation",
       {{"name", text},
        {"short_name", text},
        {"alternate_names", texts},
        {"history", text},
        {"legal_form", shared_text},
        {"founded", shared_text},
        {"phones", phones},
        {"email", shared_text},
        {"site", shared_text},
        {"last_verified_on", shared_text}}},
      {"service",
       {{"name", text},
        {"short_name", text},
        {"alternate_names", texts},
        {"summary", text},
        {"help", text},
        {"area", text},
        {"permanence", text},
        {"referral", text},
        {"eligibility", text},
        {"required_documents", texts},
        {"history", text},
        {"unverified", text},
        {"custody", shared_texts},
        {"minimum_age", {FieldShape::integer}},
        {"maximum_age", {FieldShape::integer}},
        {"places_of_work", shared_texts},
        {"languages_spoken", {FieldShape::languages}},
        {"telephone_interpreters", {FieldShape::yes_or_no}},
        {"voluntary", {FieldShape::yes_or_no}},
        {"phones", phones},
        {"email", shared_text},
        {"site", shared_text},
        {"cost", shared_text},
        {"since", shared_text},
        {"last_verified_on", shared_text},
        {"organisation", {FieldShape::link, false, "organisation"}},
        {"audiences", {FieldShape::links, false, "audience"}},
        {"terms", {FieldShape::links, false, "taxonomy_term"}}}},
      {"location",
       {{"name", text},
        {"address", {FieldShape::address, true}},
        {"street", text},
        {"municipality", text},
        {"directions", text},
        {"accessibility_note", text},
        {"house_number", shared_text},
        {"box", shared_text},
        {"postcode", shared_text},
        {"kind", shared_text},
        {"latitude", {FieldShape::number}},
        {"longitude", {FieldShape::number}},
        {"accessibility", shared_texts},
        {"phones", phones},
        {"last_verified_on", shared_text},
        {"organisation", {FieldShape::link, false, "organisation"}}}},
      {"service_at_location",
       {{"title", text},
        {"description", text},
        {"permanence", text},
        {"phones", phones},
        {"last_verified_on", shared_text},
        {"service", {FieldShape::link, false, "service"}},
        {"location", {FieldShape::link, false, "location"}}}},
      {"taxonomy_term",
       {{"name", text},
        {"synonyms", texts},
        {"description", text},
        {"code", shared_text},
        {"taxonomy", {FieldShape::link, false, "taxonomy"}},
        {"parent", {FieldShape::link, false, "taxonomy_term"}}}},
  };
  return forms;
}

} // namespace

FieldForms const* fields_of(std::string_view type) {
  auto const found = all().find(type);
  return found == all().end() ? nullptr : &found->second;
}

} // namespace directory::importing
