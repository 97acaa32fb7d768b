#include "documents.hpp"

#include <boost/json/parse.hpp>

namespace directory {

namespace json = boost::json;
using tandem::Result;

Result<Documents> service_documents(tandem::Storage& storage, std::string_view locale, std::size_t offset,
                                    std::size_t limit) {
  Result<tandem::Rows> const rows = storage.read(
      {"select tandem_services_directory.chosen(documents, $1), (select count(*) from "
       "tandem_services_directory.service), to_jsonb(audiences) "
       "from (select position, entry, documents, audiences from tandem_services_directory.service order by position, "
       "entry "
       "offset $2::bigint limit $3::bigint) s right join (select 1) always on true order by position, entry",
       {std::string(locale), std::to_string(offset), std::to_string(limit)}});
  if (!rows) return rows.error();
  Documents found{{}, std::stoull(rows->front()[1].value())};
  for (auto const& row : *rows)
    if (row[0]) {
      Service& service = found.services.emplace_back(json::parse(*row[0]).as_object());
      json::value const groups = json::parse(row[2].value());
      for (json::value const& id : groups.as_array()) service.groups.emplace_back(id.as_string());
    }
  return found;
}

} // namespace directory
