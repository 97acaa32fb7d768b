#include "memory/known.hpp"

#include "memory/likeness.hpp"

namespace translation::memory {

std::string as_known(segments::Content const& sentence) { return normalised(segments::plain_text(sentence)); }

tandem::Result<std::set<Asked>> known_among(tandem::Storage& storage, std::vector<Asked> const& asked) {
  std::set<Asked> known;
  if (asked.empty()) return known;
  tandem::json::array list;
  for (Asked const& one : std::set<Asked>(asked.begin(), asked.end()))
    list.push_back({{"source", one.from}, {"target", one.to}, {"normal", one.normal}});
  auto const rows =
      storage.read({"select w.source, w.target, w.normal from jsonb_to_recordset($1::jsonb) w (source text, target "
                    "text, normal text) "
                    "where exists (select from tandem_translation.memory m where md5(m.normal) = md5(w.normal) "
                    "and m.normal = w.normal and m.source_locale = w.source and m.target_locale = w.target)",
                    {tandem::json::serialize(list)}});
  if (!rows) return rows.error();
  for (auto const& row : *rows) known.insert({row[0].value(), row[1].value(), row[2].value()});
  return known;
}

} // namespace translation::memory
