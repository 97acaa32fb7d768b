#include "media/addresses.hpp"

#include "http/target.hpp"
#include "media/names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tandem::media {
namespace {

int percent(double part) { return static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * 100)); }

/// A whole number from 0 to 100 without leading zeros.
std::optional<int> percent_of(std::string_view text) {
  int value = 0;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const whole = ec == std::errc{} && end == text.data() + text.size() && std::to_string(value) == text;
  return whole && value >= 0 && value <= 100 ? std::optional(value) : std::nullopt;
}

FocalPoint focus_of(json::object const& data) {
  json::value const* point = data.if_contains("focal_point");
  if (point == nullptr || !point->is_object()) return {};
  json::value const* x = point->get_object().if_contains("x");
  json::value const* y = point->get_object().if_contains("y");
  if (x == nullptr || y == nullptr || !x->is_number() || !y->is_number()) return {};
  return {x->to_number<double>(), y->to_number<double>()};
}

std::string download_name(store::FileRow const& file, json::object const& data, Offer const& offer) {
  std::string name = cleaned_name(string_member(data, "name"));
  if (name.empty()) name = "file." + std::string(extension_for(file.media_type));
  return wanted_of(name, offer) ? "file-" + name : name; // not to be taken for a variant
}

} // namespace

std::string Wanted::name() const {
  std::string const cut = x == 50 && y == 50 ? "" : "-" + std::to_string(x) + "x" + std::to_string(y);
  return variant.name + cut + "." + std::string(extension_of(format));
}

std::optional<Wanted> wanted_of(std::string_view name, Offer const& offer) {
  std::size_t const dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto const format = format_of(name.substr(dot + 1));
  if (!format || std::find(offer.formats.begin(), offer.formats.end(), *format) == offer.formats.end())
    return std::nullopt;
  std::string_view const stem = name.substr(0, dot);
  for (Variant const& variant : offer.variants) {
    if (stem == variant.name) return Wanted{variant, *format};
    if (variant.fit != Variant::Fit::cover || !stem.starts_with(variant.name + "-")) continue;
    std::string_view const point = stem.substr(variant.name.size() + 1);
    std::size_t const times = point.find('x');
    if (times == std::string_view::npos) continue;
    auto const x = percent_of(point.substr(0, times)), y = percent_of(point.substr(times + 1));
    if (x && y && !(*x == 50 && *y == 50)) return Wanted{variant, *format, *x, *y};
  }
  return std::nullopt;
}

bool same_focus(Wanted const& wanted, FocalPoint const& focus) {
  return percent(focus.x) == wanted.x && percent(focus.y) == wanted.y;
}

json::object shown_file(store::FileRow const& file, json::object const& data, std::string const& query,
                        Offer const& offer) {
  std::string const folder = offer.site + "/media/" + file.sha256 + "/";
  json::object shown{{"sha256", file.sha256},
                     {"url", folder + http::encoded(download_name(file, data, offer)) + query},
                     {"media_type", file.media_type},
                     {"bytes", file.bytes}};
  if (!file.width) return shown;
  Size const original{static_cast<std::uint32_t>(*file.width), static_cast<std::uint32_t>(*file.height)};
  shown["width"] = original.width;
  shown["height"] = original.height;
  if (!file.preview.empty()) shown["preview"] = file.preview;
  FocalPoint const focus = focus_of(data);
  json::object srcset, variants;
  for (Variant const& variant : offer.variants) {
    Size const size = size_of(variant, original);
    bool const cut = variant.fit == Variant::Fit::cover;
    json::object sources;
    for (PictureFormat const format : offer.formats) {
      Wanted const wanted{variant, format, cut ? percent(focus.x) : 50, cut ? percent(focus.y) : 50};
      std::string const url = folder + wanted.name() + query;
      sources[media_type_of(format)] = url;
      if (cut) continue;
      json::value& set = srcset[media_type_of(format)];
      std::string const before = set.is_string() ? std::string(set.get_string()) + ", " : "";
      std::string const width = " " + std::to_string(size.width) + "w";
      if (!before.empty() && before.find(width + ",") != std::string::npos) continue; // no larger than another
      set = before + url + width;
    }
    variants[variant.name] = {{"width", size.width}, {"height", size.height}, {"sources", std::move(sources)}};
  }
  shown["srcset"] = std::move(srcset);
  shown["variants"] = std::move(variants);
  return shown;
}

json::object shown_file_schema() {
  json::object const text{{"type", "string"}}, number{{"type", "integer"}, {"minimum", 1}};
  json::object const address{{"type", "string"}, {"format", "uri-reference"}};
  json::object const size{{"type", "object"},
                          {"required", {"width", "height", "sources"}},
                          {"properties",
                           {{"width", number},
                            {"height", number},
                            {"sources", {{"type", "object"}, {"additionalProperties", address}}}}}};
  return {{"type", "object"},
          {"required", {"sha256", "url", "media_type", "bytes"}},
          {"properties",
           {{"sha256", text},
            {"url", address},
            {"media_type", text},
            {"bytes", number},
            {"width", number},
            {"height", number},
            {"preview", {{"type", "string"}, {"description", "a tiny blurred picture, as a data URI"}}},
            {"srcset",
             {{"type", "object"},
              {"description", "media type to the value of a srcset attribute"},
              {"additionalProperties", text}}},
            {"variants",
             {{"type", "object"},
              {"description", "name of a declared size to what there is of it"},
              {"additionalProperties", size}}}}}};
}

} // namespace tandem::media
