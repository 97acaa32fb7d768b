#pragma once
/// Edits of many entries at once, as values: for editing, which carries them out, and for plugins, which ask for
/// them. Header-only: part of the SDK.

#include "content/identity.hpp"
#include "content/json.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

/// The newest revision of a variant, whether it is public or not.
struct Head {
  int number;
  std::string etag; ///< What an edit based on it sends as `if_match`.
  json::object data;
};

/// An entry as its coordinators see it: the head of each variant. Deleted entries are none.
struct EntryHeads {
  EntryId entry;
  std::map<Locale, Head> variants;
  std::optional<EntryId> organisation = {}; ///< Whose entry it is.
};

/// An edit of one variant in a batch.
struct VariantEdit {
  json::object fields;                         ///< Top-level fields to set; null removes one. Others stay.
  std::optional<std::string> if_match = {};    ///< Etag of the head it was based on; none for a new variant.
  std::optional<RevisionName> source = {};     ///< Revision of this entry that it says the same as (see Revision).
  std::vector<std::string> source_fields = {}; ///< The fields of which that is said; none: those that it changes.
};

/// A new entry, or edits of an existing one. The caller makes the id of a new one (`Uuid::make`), so that others of
/// the batch can refer to it, in any order.
struct EntryEdit {
  EntryId entry;
  std::string type;
  bool create = false;
  std::optional<EntryId> organisation = {};    ///< Whose a new entry is (see roles); may be of the batch itself.
  std::map<Locale, VariantEdit> variants = {}; ///< By locale, and under `Locale::shared()`.
};

struct Batch {
  std::vector<EntryEdit> entries;
  std::string message = {}; ///< Of every revision it makes.
};

/// What became of a variant.
struct EditedVariant {
  std::size_t index; ///< Of its entry in the batch.
  EntryId entry;
  Locale locale;
  std::optional<int> revision; ///< Number of the new head; none: nothing differed, so nothing was stored.
  json::object before;         ///< Empty for a new variant.
  json::object after;          ///< As stored: after hooks, with the slug that was made.
};

} // namespace tandem
