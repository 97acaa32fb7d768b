#include "cells.hpp"

namespace translation {
namespace {

template <class Named> std::string literal(std::span<Named const> values) {
  std::string text = "{";
  for (Named const& value : values) text += (text.size() == 1 ? "" : ",") + value.text();
  return text + "}";
}

} // namespace

std::string array_of(std::span<tandem::EntryId const> entries) { return literal(entries); }
std::string array_of(std::span<tandem::Locale const> locales) { return literal(locales); }

std::string visible_sql(std::string const& parameter) {
  return "exists (select from jsonb_to_recordset(" + parameter +
         "::jsonb) v (types text[], organisations uuid[], entries uuid[]) where (v.types is null or e.type = any "
         "(v.types)) and (v.organisations is null or e.organisation = any (v.organisations)) and (v.entries is null "
         "or e.id = any (v.entries)))";
}

tandem::Subject subject_of(std::optional<std::string> const& type, std::optional<std::string> const& organisation,
                           std::optional<tandem::EntryId> entry, std::optional<tandem::Locale> locale) {
  tandem::Subject subject{type.value(), std::move(entry), std::nullopt, std::move(locale)};
  if (organisation) subject.organisation = tandem::EntryId::parse(*organisation).value();
  return subject;
}

} // namespace translation
