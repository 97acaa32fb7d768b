// Declared sizes: how a setting writes them, and what comes out.

#include "media/pictures.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tandem::media {
namespace {

constexpr std::uint32_t largest_side = 16384; // more than WebP can hold (16383), and than any screen has

Error wrong(std::string_view line, std::string_view why) {
  return {ErrorCode::invalid_parameter, "the picture size \"" + std::string(line) + "\" " + std::string(why)};
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == text.npos;
}

std::optional<std::uint32_t> side(std::string_view text) {
  std::uint32_t value = 0;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size() || value < 1 || value > largest_side) return std::nullopt;
  return value;
}

Result<Variant> parse_variant(std::string_view line) {
  std::size_t const colon = line.find(':');
  Variant variant;
  variant.name = line.substr(0, colon);
  if (!is_name(variant.name)) return wrong(line, "needs a name of the letters a to z, digits, - and _");
  std::string_view rest = colon == line.npos ? std::string_view{} : line.substr(colon + 1);
  std::string_view const size = rest.substr(0, rest.find(':'));
  std::string_view const fit = size.size() == rest.size() ? "inside" : rest.substr(size.size() + 1);
  if (fit != "inside" && fit != "cover") return wrong(line, "has a fit that is neither inside nor cover");
  variant.fit = fit == "cover" ? Variant::Fit::cover : Variant::Fit::inside;
  std::size_t const x = size.find('x');
  std::string_view const width = size.substr(0, x), height = x == size.npos ? std::string_view{} : size.substr(x + 1);
  std::optional<std::uint32_t> const w = side(width), h = side(height);
  bool const readable = (w || width.empty()) && (h || (height.empty() && x == size.npos)) && (w || h);
  if (!readable) return wrong(line, "needs a size like 320x240, 960 or x800, each side from 1 to 16384 pixels");
  if (variant.fit == Variant::Fit::cover && !(w && h))
    return wrong(line, "is to cover, so it needs width and height");
  variant.width = w.value_or(0);
  variant.height = h.value_or(0);
  return variant;
}

std::uint32_t scaled(std::uint32_t side, double scale) {
  return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(std::lround(side * scale)));
}

} // namespace

Result<std::vector<Variant>> parse_variants(std::string_view text) {
  std::vector<Variant> all;
  while (!text.empty()) {
    std::string_view const line = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) continue;
    Result<Variant> variant = parse_variant(line);
    if (!variant) return variant.error();
    if (std::any_of(all.begin(), all.end(), [&](Variant const& other) { return other.name == variant->name; }))
      return wrong(line, "has the name of another one");
    all.push_back(std::move(*variant));
  }
  return all;
}

Size scaled_size(Variant const& variant, Size original) {
  double const across = variant.width == 0 ? 1e9 : static_cast<double>(variant.width) / original.width;
  double const down = variant.height == 0 ? 1e9 : static_cast<double>(variant.height) / original.height;
  double const wanted = variant.fit == Variant::Fit::cover ? std::max(across, down) : std::min(across, down);
  double const scale = std::min(1.0, wanted);
  return {scaled(original.width, scale), scaled(original.height, scale)};
}

Size size_of(Variant const& variant, Size original) {
  Size const whole = scaled_size(variant, original);
  if (variant.fit == Variant::Fit::inside) return whole;
  return {std::min(variant.width, whole.width), std::min(variant.height, whole.height)};
}

std::string_view extension_of(PictureFormat format) {
  switch (format) {
  case PictureFormat::webp: return "webp";
  case PictureFormat::avif: return "avif";
  case PictureFormat::jpeg: return "jpg";
  case PictureFormat::png: return "png";
  }
  return "";
}

std::string_view media_type_of(PictureFormat format) {
  switch (format) {
  case PictureFormat::webp: return "image/webp";
  case PictureFormat::avif: return "image/avif";
  case PictureFormat::jpeg: return "image/jpeg";
  case PictureFormat::png: return "image/png";
  }
  return "";
}

std::optional<PictureFormat> format_of(std::string_view extension) {
  for (PictureFormat const format :
       {PictureFormat::webp, PictureFormat::avif, PictureFormat::jpeg, PictureFormat::png})
    if (extension == extension_of(format)) return format;
  return std::nullopt;
}

} // namespace tandem::media
