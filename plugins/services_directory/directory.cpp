/// The services directory: who helps whom, where, and recognised by which authority.
///
/// Content types (schemas/), after Open Referral's HSDS 3: organisation, service, location, service_at_location,
/// taxonomy, taxonomy_term; and what Brussels needs: authority, recognition, audience. Telephone numbers become E.164
/// when they are saved; a location's municipality must be the name of its postcode in the language of the variant.
/// All that belongs to a service is one row, derived when something of it is published (migrations/), which the
/// search (search/), the standard outputs (outputs/) and the matrix of who helps whom (matrix/) read. What is
/// overdue, broken or different between the languages is found by quality/, also by the verb `check`; the verb
/// `import` brings other directories in (import/). Settings: see quality/settings.hpp.

#include "import/import.hpp"
#include "matrix/answer.hpp"
#include "outputs/routes.hpp"
#include "postcode.hpp"
#include "quality/check.hpp"
#include "quality/report.hpp"
#include "search/plan.hpp"
#include "search/search.hpp"

namespace directory {
namespace {

namespace json = boost::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

/// Runs before validation: what cannot be read as a number is left for the format check to name.
Result<void> normalise_phones(tandem::BeforeSave& save) {
  json::value* phones = save.data.if_contains("phones");
  if (phones == nullptr || !phones->is_array()) return {};
  for (json::value& phone : phones->get_array()) {
    json::value* number = phone.is_object() ? phone.get_object().if_contains("number") : nullptr;
    if (number == nullptr || !number->is_string()) continue;
    if (auto const normal = tandem::facts::to_e164({number->get_string().data(), number->get_string().size()}))
      *number = *normal;
  }
  return {};
}

Result<void> check_municipality(tandem::BeforePublish const& publish) {
  json::value const* postcode = publish.document.if_contains("postcode");
  json::value const* municipality = publish.document.if_contains("municipality");
  if (postcode == nullptr || municipality == nullptr || !postcode->is_string() || !municipality->is_string())
    return {};
  Place const* place = place_of({postcode->get_string().data(), postcode->get_string().size()});
  if (place == nullptr) return {}; // the format check has named it
  std::string_view const expected = publish.locale.text().starts_with("fr") ? place->french : place->dutch;
  if (!publish.locale.text().starts_with("fr") && !publish.locale.text().starts_with("nl")) return {};
  if (municipality->get_string() == expected) return {};
  return Error{ErrorCode::invalid_content,
               "the municipality of " + std::string(place->postcode) + " is called " + std::string(expected),
               "/municipality"};
}

class Directory final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.format("e164-phone", tandem::facts::is_e164);
    host.format("brussels-postcode", [](std::string_view text) { return place_of(text) != nullptr; });
    host.content_types("schemas");
    host.migrations("migrations");
    host.projection("refresh");
    for (char const* type : {"organisation", "service", "location", "service_at_location"})
      host.before_save(type, normalise_phones);
    host.before_publish("location", check_municipality);
    quality::QualitySettings const checks = quality::declare_settings(host.settings());
    host.route(tandem::Method::get, "/services/v1/search", tandem::Public,
               [&host, checks](tandem::Request const& request) { return search(host, checks.verify_every, request); },
               {"Search services: who helps whom, where, when, in which language", search_parameters()});
    outputs::register_outputs(host);
    host.permission("directory.quality", "see what the check of the directory's quality finds");
    host.job("quality", 86'400, [&host, checks]() -> Result<void> {
      Result<quality::CheckResult> const done = quality::check(host.storage(), checks, {.stop = host.stopping()});
      return done ? Result<void>() : done.error();
    });
    host.command("check",
                 "[--json] [--offline]: find what is overdue, broken, impossible or different between languages",
                 [&host, checks](std::vector<std::string> const& arguments) {
                   return quality::check_command(host.storage(), checks, arguments);
                 });
    host.route(
        tandem::Method::get, "/services/v1/quality", tandem::Permission{"directory.quality"},
        [&host, checks](tandem::Request const& request) {
          return quality::answer_report(host.storage(), checks, request);
        },
        quality::report_doc());

    for (auto const& [pattern, form] : {std::pair{"/services/v1/matrix", matrix::Form::json},
                                        {"/services/v1/matrix.html", matrix::Form::html},
                                        {"/services/v1/matrix.svg", matrix::Form::svg}})
      host.route(
          tandem::Method::get, pattern, tandem::Public,
          [&host, form = form](tandem::Request const& request) {
            return matrix::answer_matrix(host.storage(), request, form);
          },
          matrix::matrix_doc(form));
    host.command(
        "import", "bring in an HSDS data package, or a CSV file with a mapping, as drafts",
        [&host](std::vector<std::string> const& arguments) { return importing::run_import(host, arguments); });
  }
};

} // namespace
} // namespace directory

TANDEM_PLUGIN(directory::Directory, "services_directory", "0.1.0")
