#include "delivery/links.hpp"

#include "http/target.hpp"

namespace tandem::delivery {

using http::encoded;

std::string page_link(std::string const& path, std::vector<http::Parameter> const& query, std::string_view parameter,
                      std::string const& cursor) {
  std::string link = path;
  char separator = '?';
  auto const append = [&](std::string_view name, std::string_view value) {
    link += separator + encoded(name) + "=" + encoded(value);
    separator = '&';
  };
  for (http::Parameter const& p : query)
    if (p.name != "page[after]" && p.name != "page[before]") append(p.name, p.value);
  if (!parameter.empty()) append(parameter, cursor);
  return link;
}

std::string languages_of(std::string const& row) {
  return "json_object_agg(" + row + ".locale, json_build_array(" + row + ".data ->> 'slug', " + row +
         ".since::text))";
}

void add_alternates(json::object& links, std::string const& type, std::string const& id, store::Cell const& languages,
                    std::vector<std::string> const& locales, std::string const& query) {
  if (!languages) return;
  json::object const found = stored_json(*languages).as_object();
  for (std::string const& locale : locales) {
    json::value const* language = found.if_contains(locale);
    if (language == nullptr) language = found.if_contains("shared"); // then there is no other
    if (language == nullptr) continue;
    json::array const& parts = language->as_array();
    std::string last = id;
    json::object meta;
    if (parts[0].is_string()) {
      last = encoded(parts[0].get_string());
      meta["slug"] = parts[0];
    }
    if (parts[1].is_string()) // a draft has none
      meta["published_at"] = format_timestamp(store::timestamp_cell(std::string(parts[1].get_string())));
    links["alternate-" + locale] = {{"href", "/api/v1/" + type + "/" + last + "?locale=" + locale + query},
                                    {"rel", "alternate"},
                                    {"hreflang", locale},
                                    {"meta", std::move(meta)}};
  }
}

} // namespace tandem::delivery
