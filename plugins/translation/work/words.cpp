#include "words.hpp"

#include "provenance/difference.hpp"
#include "provenance/revisions.hpp"
#include "segments/sentences.hpp"

namespace translation::work {
namespace {

namespace json = boost::json;
using provenance::difference;
using provenance::RevisionKey;
using provenance::Revisions;
using provenance::text_in;
using provenance::text_of;
using tandem::Result;
using tandem::Storage;

/// Of what is missing as a whole the source's head, else the sources of its fields.
std::vector<RevisionKey> sources_of(std::vector<Item> const& items) {
  std::vector<RevisionKey> wanted;
  for (Item const& item : items) {
    if (item.source && item.status == "missing") wanted.push_back({item.entry, *item.source, std::nullopt});
    provenance::add_sources(wanted, item.entry, item.fields);
  }
  return wanted;
}

std::int64_t words_in(std::string_view text, std::string const& locale) {
  return static_cast<std::int64_t>(segments::words_in(text, tandem::Locale::parse(locale).value()));
}

Words words_of(Item const& item, Revisions const& revisions) {
  Words words;
  if (item.status == "missing" && item.source) {
    auto const head = revisions.find({item.entry, *item.source, std::nullopt});
    if (head != revisions.end())
      for (auto const& field : head->second)
        if (field.key() != "slug") words.fresh += words_in(text_of(&field.value()), *item.source);
    return words;
  }
  for (auto const& field : item.fields) {
    json::object const& standing = field.value().as_object();
    RevisionKey const now = provenance::source_now(item.entry, standing);
    auto const then = provenance::source_then(item.entry, standing);
    std::string const text = text_in(revisions, now, field.key());
    if (standing.at("status") == "missing" || !then) {
      words.fresh += words_in(text, now.locale);
      continue;
    }
    for (provenance::Part const& part : difference(text_in(revisions, *then, field.key()), text))
      if (part.change == provenance::Change::added) words.changed += words_in(part.text, now.locale);
  }
  return words;
}

} // namespace

Result<std::vector<Words>> words_of(Storage& storage, std::vector<Item> const& items) {
  Result<Revisions> const revisions = provenance::read_revisions(storage, sources_of(items));
  if (!revisions) return revisions.error();
  std::vector<Words> all;
  all.reserve(items.size());
  for (Item const& item : items) all.push_back(words_of(item, *revisions));
  return all;
}

} // namespace translation::work
