#pragma once
/// What the check has to say about an entry: what is wrong, where, and who can mend it. Pure.

#include "verification.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace directory::quality {

enum class Kind { overdue, broken_link, impossible_hours, invalid_phone, difference, missing_translation };

/// Every kind with its name in answers and in the database.
inline constexpr std::array<std::string_view, 6> kind_names{"overdue",       "broken_link", "impossible_hours",
                                                            "invalid_phone", "difference",  "missing_translation"};
[[nodiscard]] constexpr std::string_view name_of(Kind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

/// A sentence in both languages, for people.
struct Message {
  std::string nl, fr;
};

struct Finding {
  Kind kind;
  std::string entry; ///< Its id.
  std::string type;
  std::string locale;  ///< The language in which it is to be mended, or "shared".
  std::string field;   ///< "" for the entry as a whole.
  std::string pointer; ///< JSON Pointer (RFC 6901) into the entry's data.
  std::string subject; ///< What tells it from others in that field: the number, the address, the value.
  Message message;
};

/// The entry as it is public.
struct Entry {
  std::string id, type;
  boost::json::object const* dutch = nullptr;  ///< None: it is not public in Dutch.
  boost::json::object const* french = nullptr; ///< None: not in French.
  /// None of both: fields without a language.
  boost::json::object const* shared = nullptr;

  /// In any language.
  [[nodiscard]] boost::json::object const* any() const {
    return dutch != nullptr ? dutch : french != nullptr ? french : shared;
  }
};

} // namespace directory::quality
