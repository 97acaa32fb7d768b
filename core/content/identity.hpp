#pragma once
/// Checked identifiers: what has one of these types has been checked and cannot be mistaken for raw text.
/// Header-only where plugins need it.

#include "content/error.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace tandem {

/// A UUID in canonical lower-case text form (RFC 9562). New ones are version 7: they sort in
/// the order of their making.
class Uuid {
public:
  /// Accepts the 36-character form in either case, any version.
  [[nodiscard]] static Result<Uuid> parse(std::string_view text) {
    constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (text.size() != shape.size()) return Error{ErrorCode::invalid_content, "not a UUID"};
    std::string canonical(text);
    for (std::size_t i = 0; i < shape.size(); ++i) {
      char& c = canonical[i];
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
      bool const hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (shape[i] == '-' ? c != '-' : !hex) return Error{ErrorCode::invalid_content, "not a UUID"};
    }
    return Uuid(std::move(canonical));
  }
  /// A new version 7 UUID: 48 bits of Unix milliseconds, 12 bits of fraction of it, 62 random bits (RFC 9562
  /// sections 5.7 and 6.2, method 3). Each sorts after those that this process made before it, whatever the thread,
  /// even when the clock is set back.
  [[nodiscard]] static Uuid make();

  [[nodiscard]] std::string const& text() const { return text_; }
  auto operator<=>(Uuid const&) const = default;

private:
  explicit Uuid(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// The id of an entry: one thing, in all its languages.
using EntryId = Uuid;

/// The locale of a variant: a BCP 47 tag of language and optional region ("nl", "fr", "nl-BE"),
/// or `Locale::shared()`, the variant that holds the fields which are the same in every language.
class Locale {
public:
  [[nodiscard]] static Result<Locale> parse(std::string_view text) {
    if (text == "shared") return shared();
    auto const lower = [](char c) { return c >= 'a' && c <= 'z'; };
    auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::size_t const dash = text.find('-');
    std::string_view const language = text.substr(0, dash);
    bool ok = language.size() == 2 || language.size() == 3;
    for (char c : language) ok = ok && lower(c);
    if (dash != std::string_view::npos) {
      std::string_view const region = text.substr(dash + 1);
      ok = ok && region.size() == 2;
      for (char c : region) ok = ok && upper(c);
    }
    if (!ok) return Error{ErrorCode::invalid_content, "not a locale: write it like \"nl\", \"fr\" or \"nl-BE\""};
    return Locale(std::string(text));
  }
  [[nodiscard]] static Locale shared() { return Locale("shared"); }
  [[nodiscard]] bool is_shared() const { return text_ == "shared"; }
  [[nodiscard]] std::string const& text() const { return text_; }
  auto operator<=>(Locale const&) const = default;

private:
  explicit Locale(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Names a revision of another (or the same) locale of the same entry.
struct RevisionName {
  Locale locale;
  int number;
  bool operator==(RevisionName const&) const = default;
};

/// A web address part made from a title: a-z, 0-9 and single inner hyphens, at most 96 characters.
[[nodiscard]] bool is_slug(std::string_view text);

/// Makes a slug from a title in any language ("Réinsertion sociale à Saint-Gilles" →
/// "reinsertion-sociale-a-saint-gilles"). Transliterated by ICU. "" when nothing is left.
[[nodiscard]] std::string make_slug(std::string_view title);
/// The text in Unicode's composed form (NFC), in which "é" is one code point however it was typed: for comparing.
[[nodiscard]] std::string composed(std::string_view text);

} // namespace tandem
