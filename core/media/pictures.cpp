#include "media/pictures.hpp"

#include "media/media_type.hpp"
#include "media/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <iterator>
#include <mutex>
#include <openssl/evp.h>
#include <vips/vips8>
#include <webp/encode.h>

namespace tandem::media {

namespace fs = std::filesystem;
using vips::VError;
using vips::VImage;

/// Who may work on pixels now.
class Pictures::Turns {
public:
  explicit Turns(unsigned count) : free_(std::max(1U, count)) {}
  class Turn {
  public:
    explicit Turn(Turns& turns) : turns_(turns) {
      std::unique_lock lock(turns_.mutex_);
      turns_.changed_.wait(lock, [this] { return turns_.free_ > 0; });
      --turns_.free_;
    }
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn() {
      std::lock_guard const lock(turns_.mutex_);
      ++turns_.free_;
      turns_.changed_.notify_one();
    }

  private:
    Turns& turns_;
  };

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  unsigned free_;
};

namespace {

/// What pictures are, and what cleaned ones are written with.
struct Kind {
  std::string_view media_type;
  std::string_view suffix;
  bool animates; ///< A file may hold several frames.
};
constexpr std::array kinds{Kind{"image/jpeg", ".jpg", false}, Kind{"image/png", ".png", false},
                           Kind{"image/webp", ".webp", true}, Kind{"image/gif", ".gif", true},
                           Kind{"image/avif", ".avif", false}};

Kind const* kind_of(std::string_view media_type) {
  auto const found = std::find_if(kinds.begin(), kinds.end(),
                                  [media_type](Kind const& kind) { return kind.media_type == media_type; });
  return found == kinds.end() ? nullptr : found;
}

/// Only these decoders run, whatever a file pretends to be and whatever else is installed.
void start_vips(unsigned threads) {
  static std::once_flag once;
  std::call_once(once, [threads] {
    if (VIPS_INIT("tandem") != 0) vips_error_exit(nullptr);
    vips_concurrency_set(static_cast<int>(std::max(1U, threads)));
    vips_cache_set_max(0); // a file is worked on once
    // What is wrong with a picture is told to who sent it, not to the error output.
    g_log_set_handler(
        "VIPS", G_LOG_LEVEL_WARNING, [](char const*, GLogLevelFlags, char const*, void*) {}, nullptr);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (char const* const loader : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                                     "VipsForeignLoadNsgif", "VipsForeignLoadHeif"})
      vips_operation_block_set(loader, FALSE);
  });
}

/// libvips tells in words of its own what failed; clients get ours.
Error failure(VError const& thrown) {
  vips_error_clear();
  if (std::strstr(thrown.what(), std::strerror(ENOSPC)) != nullptr)
    return {ErrorCode::unavailable, "there is no room left for files; try again later"};
  return {ErrorCode::invalid_content, "the picture cannot be read: it is damaged, cut off or of an unknown kind"};
}

std::uint64_t frames_of(VImage const& image) {
  return static_cast<std::uint64_t>(std::max(1, vips_image_get_n_pages(image.get_image())));
}

bool lies_on_its_side(VImage const& image) { return vips_image_get_orientation_swap(image.get_image()) != FALSE; }

/// Reads the header alone.
VImage open_header(fs::path const& file) {
  return VImage::new_from_file(file.c_str(), VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL));
}

Result<Size> size_within(VImage const& header, std::uint64_t most_pixels) {
  auto const width = static_cast<std::uint32_t>(header.width()), height = static_cast<std::uint32_t>(header.height());
  if (std::uint64_t{width} * height > most_pixels / frames_of(header))
    return Error{ErrorCode::invalid_content, "the picture has more than " + std::to_string(most_pixels) + " pixels"};
  return lies_on_its_side(header) ? Size{height, width} : Size{width, height};
}

/// All that a file says besides its pixels goes, but for what is needed to show them.
VImage without_notes(VImage const& image) {
  constexpr std::array needed{
      "icc-profile-data", "page-height",       "n-pages",     "delay",           "loop",
      "background",       "palette-bit-depth", "gif-palette", "bits-per-sample", "jpeg-chroma-subsample",
      "heif-bitdepth"};
  VImage bare = image.copy();
  std::unique_ptr<char*, decltype(&g_strfreev)> const names(vips_image_get_fields(image.get_image()), &g_strfreev);
  for (char const* const* name = names.get(); *name != nullptr; ++name) {
    bool const keep =
        std::any_of(needed.begin(), needed.end(), [name](std::string_view one) { return one == *name; });
    if (!keep) vips_image_remove(bare.get_image(), *name);
  }
  return bare;
}

VImage in_srgb(VImage const& image) {
  bool const plain = image.format() == VIPS_FORMAT_UCHAR && (image.interpretation() == VIPS_INTERPRETATION_sRGB ||
                                                             image.interpretation() == VIPS_INTERPRETATION_B_W);
  return plain ? image : image.colourspace(VIPS_INTERPRETATION_sRGB);
}

VImage on_white(VImage const& image) {
  if (!image.has_alpha()) return image;
  std::vector<double> const white(static_cast<std::size_t>(image.bands() - 1), 255.0);
  return image.flatten(VImage::option()->set("background", white));
}

/// Exactly so large, upright, in sRGB; reads no more of the file than it needs for that.
VImage scaled(fs::path const& file, Size size) {
  return in_srgb(VImage::thumbnail(file.c_str(), static_cast<int>(size.width),
                                   VImage::option()
                                       ->set("height", static_cast<int>(size.height))
                                       ->set("size", VIPS_SIZE_FORCE)
                                       ->set("export_profile", "srgb")));
}

/// Without a profile: browsers take what has none for sRGB, which it is. (The option "strip" leaves much in WebP.)
VImage for_the_web(VImage const& image) {
  VImage const bare = without_notes(image);
  vips_image_remove(bare.get_image(), VIPS_META_ICC_NAME);
  return bare;
}

void write(VImage const& scaled, PictureFormat format, fs::path const& to) {
  VImage const image = for_the_web(scaled);
  auto* const option = VImage::option()->set("strip", true);
  switch (format) {
  case PictureFormat::webp: image.webpsave(to.c_str(), option->set("Q", 80)); return;
  case PictureFormat::avif:
    image.heifsave(to.c_str(), option->set("Q", 55)->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1));
    return;
  case PictureFormat::jpeg:
    on_white(image).jpegsave(to.c_str(), option->set("Q", 82)->set("optimize_coding", true));
    return;
  case PictureFormat::png: image.pngsave(to.c_str(), option); return;
  }
}

/// A cleaned original: as good as it came, as far as eyes can tell.
void write_clean(VImage const& image, Kind const& kind, fs::path const& to) {
  if (kind.suffix == ".jpg") image.jpegsave(to.c_str(), VImage::option()->set("Q", 95)->set("optimize_coding", true));
  else if (kind.suffix == ".png") image.pngsave(to.c_str());
  else if (kind.suffix == ".webp") image.webpsave(to.c_str(), VImage::option()->set("Q", 92));
  else if (kind.suffix == ".gif") image.gifsave(to.c_str());
  else
    image.heifsave(to.c_str(), VImage::option()->set("Q", 85)->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1));
}

Result<bool> clean_drawing(fs::path const& from, fs::path const& to, std::uint64_t most_bytes) {
  std::error_code ec;
  if (fs::file_size(from, ec) > most_bytes || ec)
    return Error{ErrorCode::invalid_content, "the SVG is larger than " + std::to_string(most_bytes) + " bytes"};
  std::ifstream in(from, std::ios::binary);
  std::string const text(std::istreambuf_iterator<char>(in), {});
  Result<std::string> const cleaned = clean_svg(text);
  if (!cleaned) return cleaned.error();
  std::ofstream out(to, std::ios::binary);
  out << *cleaned;
  if (!out.flush()) return Error{ErrorCode::unavailable, "there is no room left for files; try again later"};
  return true;
}

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  int const written =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(written));
  return text;
}

/// By libwebp itself: libvips would hang an EXIF block on it that is larger than the picture.
std::string tiny_webp(VImage const& image) {
  VImage const plain = on_white(image).colourspace(VIPS_INTERPRETATION_sRGB).gaussblur(0.7);
  std::size_t length = 0;
  std::unique_ptr<void, decltype(&g_free)> const pixels(plain.write_to_memory(&length), &g_free);
  std::uint8_t* bytes = nullptr;
  std::size_t const size = WebPEncodeRGB(static_cast<std::uint8_t const*>(pixels.get()), plain.width(),
                                         plain.height(), 3 * plain.width(), 30, &bytes);
  std::unique_ptr<void, decltype(&WebPFree)> const owner(bytes, &WebPFree);
  return {reinterpret_cast<char const*>(bytes), size};
}

} // namespace

Pictures::Pictures(PictureLimits limits) : limits_(limits), turns_(std::make_unique<Turns>(limits.at_once)) {
  start_vips(limits.threads);
}
Pictures::~Pictures() = default;

Result<Identity> Pictures::identify(fs::path const& file) const {
  Result<std::string> type = media_type_of_content(file);
  if (!type) return type.error();
  Identity identity{std::move(*type)};
  if (kind_of(identity.media_type) == nullptr) return identity;
  try {
    Result<Size> const size = size_within(open_header(file), limits_.pixels);
    if (!size) return size.error();
    identity.width = size->width;
    identity.height = size->height;
    return identity;
  } catch (VError const& thrown) {
    return failure(thrown);
  }
}

Result<bool> Pictures::clean(fs::path const& from, std::string_view media_type, fs::path const& to) const {
  if (media_type == "image/svg+xml") return clean_drawing(from, to, limits_.svg_bytes);
  Kind const* const kind = kind_of(media_type);
  if (kind == nullptr) return false;
  Turns::Turn const turn(*turns_);
  try {
    VImage const header = open_header(from);
    if (auto ok = size_within(header, limits_.pixels); !ok) return ok.error();
    bool const moves = kind->animates && frames_of(header) > 1;
    bool const turns = !moves && vips_image_get_orientation(header.get_image()) != 1;
    auto* const option = VImage::option()
                             ->set("fail_on", VIPS_FAIL_ON_TRUNCATED)
                             ->set("access", turns ? VIPS_ACCESS_RANDOM : VIPS_ACCESS_SEQUENTIAL);
    if (moves) option->set("n", -1);
    VImage image = VImage::new_from_file(from.c_str(), option);
    if (turns) image = image.autorot();
    write_clean(without_notes(image), *kind, to);
    return true;
  } catch (VError const& thrown) {
    return failure(thrown);
  }
}

Result<std::string> Pictures::preview(fs::path const& file) const {
  Turns::Turn const turn(*turns_);
  try {
    Result<Size> const size = size_within(open_header(file), limits_.pixels);
    if (!size) return size.error();
    for (std::uint32_t side = 24;; side /= 2) {
      std::string uri = "data:image/webp;base64," + base64(tiny_webp(scaled(file, size_of({"", side, side}, *size))));
      if (uri.size() < 400 || side <= 3) return uri;
    }
  } catch (VError const& thrown) {
    return failure(thrown);
  }
}

Result<void> Pictures::variant(fs::path const& from, Variant const& wanted, FocalPoint focus, PictureFormat format,
                               fs::path const& to) const {
  Turns::Turn const turn(*turns_);
  try {
    Result<Size> const size = size_within(open_header(from), limits_.pixels);
    if (!size) return size.error();
    Size const whole = scaled_size(wanted, *size), cut = size_of(wanted, *size);
    VImage image = scaled(from, whole);
    if (cut != whole) {
      auto const first = [](double point, std::uint32_t all, std::uint32_t part) {
        double const middle = std::clamp(point, 0.0, 1.0) * all - part / 2.0;
        return static_cast<int>(std::lround(std::clamp(middle, 0.0, static_cast<double>(all - part))));
      };
      image = image.extract_area(first(focus.x, whole.width, cut.width), first(focus.y, whole.height, cut.height),
                                 static_cast<int>(cut.width), static_cast<int>(cut.height));
    }
    write(image, format, to);
    return {};
  } catch (VError const& thrown) {
    return failure(thrown);
  }
}

bool Pictures::can_write(PictureFormat format) const {
  // A class for HEIF is there also where the encoder for AV1 is not, so a picture is tried.
  static std::array<bool, 4> const works = [] {
    std::array<bool, 4> found{};
    for (PictureFormat const one :
         {PictureFormat::webp, PictureFormat::avif, PictureFormat::jpeg, PictureFormat::png}) {
      std::string const suffix = "." + std::string(extension_of(one));
      try {
        void* bytes = nullptr;
        std::size_t length = 0;
        auto* const option = one == PictureFormat::avif
                                 ? VImage::option()->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)
                                 : VImage::option();
        VImage::black(16, 16).write_to_buffer(suffix.c_str(), &bytes, &length, option);
        g_free(bytes);
        found[static_cast<std::size_t>(one)] = length > 0;
      } catch (VError const&) {
        vips_error_clear();
      }
    }
    return found;
  }();
  return works[static_cast<std::size_t>(format)];
}

} // namespace tandem::media
