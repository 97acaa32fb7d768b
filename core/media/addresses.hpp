#pragma once
/// Addresses of files and of what is made of them, and how a file is told in a document. Pure.
///
///   /media/<sha256>/<name>                                  the original; the name is only for people
///   /media/<sha256>/<variant>[-<x>x<y>].<ext>               a declared size; x and y: the focal point in percent,
///   where
///                                                           it is cut and the point is not the middle

#include "content/json.hpp"
#include "media/file_store.hpp"
#include "media/pictures.hpp"
#include "store/files.hpp"

namespace tandem::media {

/// What there is to have of pictures.
struct Offer {
  std::vector<Variant> variants;
  std::vector<PictureFormat> formats; ///< The best first.
  std::string site = {};              ///< What addresses begin with, without slash at the end; "": nothing.
};

/// A variant in a format, as an address names it.
struct Wanted {
  Variant variant;
  PictureFormat format;
  int x = 50, y = 50; ///< Focal point in percent.
  /// "thumb-35x60.webp": the last part of the address, and of the key in the store.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] FocalPoint focus() const { return {x / 100.0, y / 100.0}; }
};
/// What the last part of an address names; none when it names the original. Only one way to write each is known.
[[nodiscard]] std::optional<Wanted> wanted_of(std::string_view name, Offer const& offer);
/// Whether a focal point, in percent, is this one.
[[nodiscard]] bool same_focus(Wanted const& wanted, FocalPoint const& focus);

/// A file as a document tells it, in place of its name: url, media_type, bytes; of pictures also width, height,
/// preview, srcset (media type → value of the attribute) and variants (name → width, height, sources). `data` are the
/// fields of who names it: name and focal point. `query` stands behind each address ("?preview=…").
[[nodiscard]] json::object shown_file(store::FileRow const& file, json::object const& data, std::string const& query,
                                      Offer const& offer);
/// JSON Schema of that.
[[nodiscard]] json::object shown_file_schema();

} // namespace tandem::media
