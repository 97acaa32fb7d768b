#include "delivery/sitemap.hpp"

#include "delivery/links.hpp"

#include <charconv>
#include <set>

namespace tandem::delivery {
namespace {

Error bad(std::string const& parameter, std::string detail) {
  Error error{ErrorCode::invalid_parameter, std::move(detail)};
  error.parameter = parameter;
  return error;
}

Result<void> set_types(SitemapPlan& plan, http::Parameter const& parameter, ContentTypes const& types) {
  if (!plan.types.empty()) return bad(parameter.name, "filter[type] and filter[type][in] exclude each other");
  std::string_view rest = parameter.value;
  bool const several = parameter.name == "filter[type][in]";
  while (true) {
    std::size_t const end = several ? rest.find(',') : std::string_view::npos;
    std::string name(rest.substr(0, end));
    if (types.find(name) == nullptr) return bad(parameter.name, "there is no type \"" + name + "\"");
    plan.types.push_back(std::move(name));
    if (end == std::string_view::npos) return {};
    if (plan.types.size() == types.all().size()) return bad(parameter.name, "names a type twice");
    rest.remove_prefix(end + 1);
  }
}

Result<void> read_parameter(SitemapPlan& plan, http::Parameter const& parameter, ContentTypes const& types,
                            Settings const& settings) {
  auto const& [name, value] = parameter;
  if (name == "filter[type]" || name == "filter[type][in]") return set_types(plan, parameter, types);
  if (name == "page[size]") {
    auto const [end, ec] = std::from_chars(value.data(), value.data() + value.size(), plan.page_size);
    bool const number = ec == std::errc{} && end == value.data() + value.size();
    if (number && plan.page_size >= 1 && plan.page_size <= settings.sitemap_size) return {};
    return bad(name, "must be a whole number from 1 to " + std::to_string(settings.sitemap_size));
  }
  if (name != "page[after]") return bad(name, "is not a parameter of this address");
  Result<Uuid> const id = Uuid::parse(value);
  if (id) return plan.after = id->text(), Result<void>{};
  Error refused{ErrorCode::invalid_cursor, "take cursors from the links of a page"};
  refused.parameter = name;
  return refused;
}

} // namespace

Result<SitemapPlan> make_sitemap_plan(std::vector<http::Parameter> const& query, ContentTypes const& types,
                                      Settings const& settings) {
  SitemapPlan plan{{}, settings.sitemap_size, ""};
  std::set<std::string> seen;
  for (http::Parameter const& parameter : query) {
    if (!seen.insert(parameter.name).second) return bad(parameter.name, "is there twice");
    if (auto ok = read_parameter(plan, parameter, types, settings); !ok) return ok.error();
  }
  if (plan.types.empty())
    for (auto const& [name, type] : types.all()) plan.types.push_back(name);
  return plan;
}

Statement sitemap_statement(SitemapPlan const& plan) {
  Statement statement;
  // The order of the primary key: the grouping reads no further than the page.
  statement.sql = "select p.entry, min(p.type), max(p.since), " + languages_of("p") +
                  " from published p where p.type = any ($1::text[])" +
                  (plan.after.empty() ? "" : " and p.entry > $2::uuid") +
                  " group by p.entry order by p.entry limit " + std::to_string(plan.page_size + 1);
  statement.values.emplace_back(store::array_literal(plan.types));
  if (!plan.after.empty()) statement.values.emplace_back(plan.after);
  return statement;
}

Result<json::object> Delivery::sitemap(std::vector<http::Parameter> const& query, std::string const& target) const {
  Result<SitemapPlan> const plan = make_sitemap_plan(query, types_, settings_);
  if (!plan) return plan.error();
  Statement const statement = sitemap_statement(*plan);
  auto const rows = database_.read(
      std::chrono::milliseconds{settings_.timeout_ms},
      [&](store::Transaction& tx) -> Result<store::Rows> { return tx.query(statement.sql, statement.values); });
  if (!rows) return rows.error();
  std::size_t const shown = std::min(rows->size(), static_cast<std::size_t>(plan->page_size));
  json::array data;
  for (std::size_t i = 0; i < shown; ++i) {
    auto const& row = (*rows)[i];
    json::object links{{"self", "/api/v1/" + row[1].value() + "/" + row[0].value()}};
    add_alternates(links, row[1].value(), row[0].value(), row[3], settings_.locales);
    data.push_back({{"type", row[1].value()},
                    {"id", row[0].value()},
                    {"links", std::move(links)},
                    {"meta", {{"published_at", format_timestamp(store::timestamp_cell(row[2]))}}}});
  }
  json::object links{{"self", target}, {"first", page_link("/api/v1/sitemap", query, "", "")}, {"next", nullptr}};
  if (rows->size() > shown)
    links["next"] = page_link("/api/v1/sitemap", query, "page[after]", (*rows)[shown - 1][0].value());
  return json::object{{"jsonapi", {{"version", "1.1"}}}, {"links", std::move(links)}, {"data", std::move(data)}};
}

} // namespace tandem::delivery
