/// The services directory: who helps whom, where, and recognised by which authority.
///
/// Content types: organisation, service, office, authority, recognition, audience (schemas/).
/// Telephone numbers become E.164 when they are saved; an office's municipality must be the name of its postcode
/// in the language of the variant. Searched at /services/v1/search; who helps whom and where: /services/v1/matrix.
/// What is overdue, broken or different between the languages: /services/v1/quality and the verb `check` (quality/).
/// Settings: see quality/settings.hpp.

#include "matrix/answer.hpp"
#include "phone.hpp"
#include "postcode.hpp"
#include "quality/check.hpp"
#include "quality/report.hpp"

#include <tandem/plugin.hpp>

#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

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
    if (auto const normal = to_e164({number->get_string().data(), number->get_string().size()})) *number = *normal;
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

std::string encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

/// The id of the audience with that slug or id in that language.
Result<std::string> audience_id(tandem::Host& host, std::string_view audience, std::string_view locale) {
  Result<json::object> const found =
      host.read("/api/v1/audience/" + encoded(audience) + "?locale=" + std::string(locale));
  if (found && found->at("data").is_object()) return std::string(found->at("data").at("id").as_string());
  Error unknown{ErrorCode::invalid_parameter, "there is no such target group"};
  unknown.parameter = "audience";
  return unknown;
}

/// Finds services by words and target group; the answer is the JSON:API list with what belongs to each service.
Result<tandem::Response> search(tandem::Host& host, tandem::Request const& request) {
  std::string locale(request.parameter("locale").value_or("nl"));
  std::string target =
      "/api/v1/service?include=organisation,audiences,recognitions.authority&locale=" + encoded(locale);
  for (tandem::http::Parameter const& parameter : request.query) {
    if (parameter.name == "locale") continue;
    if (parameter.name == "audience") {
      Result<std::string> const id = audience_id(host, parameter.value, encoded(locale));
      if (!id) return id.error();
      target += "&filter%5Baudiences%5D=" + *id;
    } else if (parameter.name == "q" || parameter.name == "at" || parameter.name == "page[size]" ||
               parameter.name == "page[after]") {
      target += "&" + encoded(parameter.name) + "=" + encoded(parameter.value);
    } else {
      Error unknown{ErrorCode::invalid_parameter, "is not a parameter of the search"};
      unknown.parameter = parameter.name;
      return unknown;
    }
  }
  Result<json::object> const found = host.read(target);
  if (!found) return found.error();
  return tandem::Response{200,
                          {{"Content-Type", "application/vnd.api+json"},
                           {"Content-Language", locale},
                           {"Cache-Control", "no-cache"},
                           {"Access-Control-Allow-Origin", "*"}},
                          json::serialize(*found) + "\n"};
}

class Directory final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.format("e164-phone", is_e164);
    host.format("brussels-postcode", [](std::string_view text) { return place_of(text) != nullptr; });
    host.content_types("schemas");
    host.migrations("migrations");
    host.projection("refresh");
    for (char const* type : {"organisation", "service", "location", "service_at_location"})
      host.before_save(type, normalise_phones);
    host.before_publish("location", check_municipality);
    tandem::RouteDoc doc{"Search services by words and target group"};
    doc.parameters = {{"q", "words to search for", false, {{"type", "string"}}, "gevangenis"},
                      {"audience", "id or slug of a target group", false, {{"type", "string"}}, nullptr},
                      {"locale", "nl or fr", false, {{"type", "string"}}, "nl"},
                      {"at", "as it was at this instant", false, {{"type", "string"}}, nullptr},
                      {"page[size]", "services on a page", false, {{"type", "integer"}}, 5},
                      {"page[after]", "cursor of the page before", false, {{"type", "string"}}, nullptr}};
    host.route(
        tandem::Method::get, "/services/v1/search", tandem::Public,
        [&host](tandem::Request const& request) { return search(host, request); }, doc);

    quality::QualitySettings const checks = quality::declare_settings(host.settings());
    host.permission("directory.quality", "see what the check of the directory's quality finds");
    host.job("quality", 86'400, [&host, checks]() -> Result<void> {
      Result<quality::CheckResult> const done = quality::check(host.storage(), checks, {});
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
  }
};

} // namespace
} // namespace directory

TANDEM_PLUGIN(directory::Directory, "services_directory", "0.1.0")
