#include "hsds_filters.hpp"

#include "../answer.hpp"
#include "hours.hpp"
#include "ids.hpp"

#include <regex>

namespace directory::outputs {

using tandem::Request;
using tandem::Result;

namespace {

std::string const of_audiences = "'" + std::string(audiences_taxonomy) + "'";
std::string const of_authorities = "'" + std::string(authorities_taxonomy) + "'";

/// Services with a term of that taxonomy; narrower terms count for the wider ones.
std::string of_taxonomy() {
  return "case ?::uuid when " + of_audiences + " then s.audiences <> '{}' when " + of_authorities +
         " then s.authorities <> '{}' else exists (select from tandem.published t where t.entry = any (s.terms) and "
         "(t.data ->> 'taxonomy')::uuid = ?::uuid) end";
}

std::string words(std::string_view path) {
  std::string const asked = "tandem.search_query($1, ?, false)";
  if (path == "services" || path == "service_at_locations") return "s.words @@ " + asked;
  std::string said = "exists (select from tandem.published t where t.entry = p.entry and t.search @@ " + asked + ")";
  if (path != "taxonomies") return said;
  return said + " or to_tsvector(tandem.search_configuration($1), p.made ->> 'name') @@ " + asked;
}

} // namespace

bool is_instant(std::string_view written) {
  static std::regex const time(
      "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])");
  if (written.size() < 10 || !day_of(written.substr(0, 10)) || written.starts_with("0000")) return false;
  std::string_view const rest = written.substr(10);
  return rest.empty() || std::regex_match(rest.begin(), rest.end(), time);
}

Result<void> narrow(Query& query, std::string_view path, Request const& request) {
  for (char const* name : {"taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id"}) {
    std::optional<std::string_view> const id = request.parameter(name);
    if (id && !tandem::Uuid::parse(*id)) return invalid(name, "is an id, like 014170e2-9700-7019-8000-000000000001");
  }
  auto const given = [&](std::string_view name, std::string const& condition) {
    if (auto const value = request.parameter(name)) query.where(condition, std::string(*value));
  };
  given("search", words(path));
  given("organization_id", "s.organisation = ?::uuid");
  given("taxonomy_term_id", "?::uuid = any (s.terms || s.audiences || s.authorities)");
  given("taxonomy_id", path == "taxonomy_terms" ? "p.taxonomy = lower(?)" : of_taxonomy());
  given("parent_id", "p.data ->> 'parent' = lower(?)");
  if (request.parameter("top_only") == "true") query.where("p.data ->> 'parent' is null and ? = 'true'", "true");
  if (auto const after = request.parameter("modified_after")) {
    if (!is_instant(*after)) return invalid("modified_after", "is a day or an instant, like 2026-03-01T09:00:00Z");
    query.where("s.changed_at >= ?::timestamptz", std::string(*after) + (after->size() == 10 ? "T00:00:00Z" : ""));
  }
  return {};
}

tandem::ParameterDoc filter_doc(std::string_view name) {
  json::object const id{{"type", "string"}, {"format", "uuid"}}, flag{{"type", "boolean"}};
  if (name == "search") return {"search", "words to search for", false, {{"type", "string"}}, "hulp"};
  if (name == "organization_id") return {"organization_id", "services of that organization", false, id, nullptr};
  if (name == "taxonomy_term_id")
    return {"taxonomy_term_id",
            "services with that term or a narrower one; target groups and authorities are terms too, and a group has "
            "the services of those it is part of as well",
            false, id, nullptr};
  if (name == "taxonomy_id")
    return {"taxonomy_id", "what has a term of that taxonomy, or is one", false, id, nullptr};
  if (name == "parent_id") return {"parent_id", "terms that are part of that one", false, id, nullptr};
  if (name == "top_only") return {"top_only", "only terms that are part of no other", false, flag, nullptr};
  if (name == "modified_after")
    return {"modified_after",
            "what changed at that instant or later: the service, or anything that is part of it",
            false,
            {{"type", "string"}, {"format", "date-time"}},
            "2013-01-01T00:00:00Z"};
  if (name == "minimal") return {"minimal", "only id and modified_date of each", false, flag, nullptr};
  if (name == "full_service")
    return {"full_service", "organizations with their services, each with all that belongs to it", false, flag,
            nullptr};
  return {"full", "with all that belongs to each", false, flag, true};
}

} // namespace directory::outputs
