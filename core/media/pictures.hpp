#pragma once
/// What is known of a file from its bytes, and what is made of pictures. libmagic, libvips and pugixml stay inside
/// core/media. All calls block and take CPU: for worker threads. At most `PictureLimits::at_once` of them work on
/// pixels at the same time; others wait their turn.

#include "content/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::media {

/// What a file is, found from its content alone.
struct Identity {
  std::string media_type;                   ///< As in "image/jpeg"; "application/octet-stream" when it is not known.
  std::optional<std::uint32_t> width = {};  ///< Of a picture that Tandem can work on, in pixels, as it is shown (its
  std::optional<std::uint32_t> height = {}; ///< orientation applied). SVG: none.

  [[nodiscard]] bool is_picture() const { return width.has_value(); }
};

/// A declared size.
struct Variant {
  enum class Fit {
    inside, ///< Whole, as large as fits; never larger than the original.
    cover,  ///< Exactly the size, cut around the focal point; never larger than the original in either direction.
  };
  std::string name;         ///< As in "thumb": 1 to 64 of [a-z0-9_-].
  std::uint32_t width = 0;  ///< 0: as wide as it comes out. Not both.
  std::uint32_t height = 0; ///< 0: as high as it comes out.
  Fit fit = Fit::inside;
  auto operator<=>(Variant const&) const = default;
};

/// Reads declared sizes as a setting has them: `thumb:320x240:cover page:960 wide:1600 column:x800`. Names are
/// unique; sizes 1 to 16384; `cover` needs both. The error (`invalid_parameter`) says what is wrong with which.
[[nodiscard]] Result<std::vector<Variant>> parse_variants(std::string_view text);

/// Width and height that a variant of a picture of this size has, for `srcset` before it is made.
struct Size {
  std::uint32_t width, height;
  auto operator<=>(Size const&) const = default;
};
[[nodiscard]] Size size_of(Variant const& variant, Size original);
/// The same before a `cover` is cut: never smaller in either direction.
[[nodiscard]] Size scaled_size(Variant const& variant, Size original);

/// What must stay visible in a variant that is cut, from the upper left corner (0, 0) to the lower right one (1, 1).
struct FocalPoint {
  double x = 0.5, y = 0.5;
};

enum class PictureFormat { webp, avif, jpeg, png };
/// "webp", "avif", "jpg", "png": also the extension of files.
[[nodiscard]] std::string_view extension_of(PictureFormat format);
[[nodiscard]] std::string_view media_type_of(PictureFormat format);
[[nodiscard]] std::optional<PictureFormat> format_of(std::string_view extension);

struct PictureLimits {
  std::uint64_t pixels = 100'000'000;  ///< Largest picture, width times height; of animations all frames together.
  unsigned at_once = 2;                ///< Most pictures worked on at the same time.
  unsigned threads = 1;                ///< libvips' own threads for each.
  std::uint64_t svg_bytes = 4'194'304; ///< Largest SVG.
};

/// One for the process: libvips is started with the first and never stopped.
class Pictures {
public:
  explicit Pictures(PictureLimits limits);
  ~Pictures();
  Pictures(Pictures const&) = delete;
  Pictures& operator=(Pictures const&) = delete;

  /// Media type and size of a file, from its first bytes: no pixels are read. Errors (`invalid_content`): a picture
  /// of more pixels than the limit; one whose type is a picture's and which cannot be read as one.
  [[nodiscard]] Result<Identity> identify(std::filesystem::path const& file) const;

  /// Writes the picture without what tells where, when and with what it was taken (EXIF, XMP, IPTC, comments), with
  /// its orientation applied and its colour profile kept; an SVG without scripts, foreign content and links to
  /// anywhere (by an allow-list). Reads all pixels, so a damaged picture is found here (`invalid_content`).
  /// Answers false, and writes nothing, for types of which there is nothing to clean.
  [[nodiscard]] Result<bool> clean(std::filesystem::path const& from, std::string_view media_type,
                                   std::filesystem::path const& to) const;

  /// A tiny blurred picture as a data URI (WebP, under 400 bytes).
  [[nodiscard]] Result<std::string> preview(std::filesystem::path const& file) const;

  /// Makes a variant of a picture and writes it to `to`. The colours are sRGB; JPEG gets a white ground.
  [[nodiscard]] Result<void> variant(std::filesystem::path const& from, Variant const& wanted, FocalPoint focus,
                                     PictureFormat format, std::filesystem::path const& to) const;

  /// Whether this libvips can write the format (AVIF needs a plug-in).
  [[nodiscard]] bool can_write(PictureFormat format) const;

private:
  class Turns;
  PictureLimits limits_;
  std::unique_ptr<Turns> turns_;
};

} // namespace tandem::media
