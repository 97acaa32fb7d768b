#include "delivery/indexes.hpp"

#include "content/canonical_json.hpp"
#include "delivery/expression.hpp"

namespace tandem::delivery {
namespace {

/// PostgreSQL cuts longer names off; two that begin alike must stay two.
std::string fitting(std::string name) {
  constexpr std::size_t longest = 63, kept = 50, digits = 12;
  return name.size() <= longest ? name : name.substr(0, kept) + ":" + sha256_hex(name).substr(0, digits);
}

bool declared(ContentType const& type, Field const& field) {
  return field.index || field.name == type.title_field() || field.name == type.ordered_by();
}

} // namespace

std::vector<store::Index> declared_indexes(ContentTypes const& types, std::vector<std::string> const& locales) {
  std::vector<store::Index> indexes;
  for (auto const& [name, type] : types.all())
    for (Field const& field : type.fields()) {
      if (!declared(type, field) || field.kind == FieldKind::object) continue;
      std::string const base = std::string(store::declared_prefix) + name + ":" + field.name;
      std::string const where = " where type = " + sql_text(name);
      if (field.kind == FieldKind::array) {
        if (lists_strings(field))
          indexes.push_back({fitting(base), "using gin ((data -> " + sql_text(field.name) + "))" + where});
        continue;
      }
      // Ends in the entry, as the order of every list does: a page begins where the last one ended.
      auto const index = [&](std::string const& language) {
        return "using btree ((" + comparable(field, language, "data") + "), entry)" + where;
      };
      if (!type.has_localised() && !has_alphabet(field)) {
        indexes.push_back({fitting(base), index("")});
        continue;
      }
      for (std::string const& locale : locales)
        indexes.push_back(
            {fitting(base + ":" + locale),
             index(language_of(locale)) + (type.has_localised() ? " and (" + shown_in(locale, "") + ")" : "")});
    }
  return indexes;
}

} // namespace tandem::delivery
