#include "http/compression.hpp"

#include "http/message.hpp"

#include <brotli/encode.h>
#include <charconv>
#include <new>
#include <zlib.h>

namespace tandem::http {
namespace {

constexpr int gzip_level = 6;     // what zlib calls a good compromise
constexpr int brotli_quality = 5; // smaller than gzip at about its speed; above it is several times slower

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Wanted {
  std::string_view coding;
  double weight = 1;
};

/// "gzip;q=0.5". A weight that is none counts as 0: better a larger answer than one that cannot be read.
Wanted wanted(std::string_view item) {
  std::size_t const semicolon = item.find(';');
  Wanted result{trimmed(item.substr(0, semicolon))};
  if (semicolon == std::string_view::npos) return result;
  std::string_view const parameter = trimmed(item.substr(semicolon + 1));
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return result;
  char const* const end = parameter.data() + parameter.size();
  auto const [stop, ec] = std::from_chars(parameter.data() + 2, end, result.weight);
  if (ec != std::errc{} || stop != end) result.weight = 0;
  return result;
}

std::string gzip(std::string_view body) {
  z_stream stream{};
  constexpr int window = 15 + 16; // 16: with gzip's head and checksum
  if (deflateInit2(&stream, gzip_level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string out(deflateBound(&stream, static_cast<uLong>(body.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  int const done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) throw std::bad_alloc(); // deflateBound leaves no other reason
  return out;
}

std::string brotli(std::string_view body) {
  std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
  std::string out(size, '\0');
  if (BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                            reinterpret_cast<std::uint8_t const*>(body.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE)
    throw std::bad_alloc();
  out.resize(size);
  return out;
}

} // namespace

std::string_view name_of(Coding coding) {
  switch (coding) {
  case Coding::identity: return "identity";
  case Coding::gzip: return "gzip";
  case Coding::br: return "br";
  }
  return "identity";
}

Coding choose_coding(std::string_view accept_encoding) noexcept {
  double identity = 0, gzip = -1, br = -1, others = 0; // -1: not named
  for (std::string_view rest = accept_encoding; !rest.empty();) {
    std::size_t const comma = rest.find(',');
    Wanted const one = wanted(rest.substr(0, comma));
    if (Request::same_name(one.coding, "br")) br = one.weight;
    else if (Request::same_name(one.coding, "gzip") || Request::same_name(one.coding, "x-gzip")) gzip = one.weight;
    else if (Request::same_name(one.coding, "identity")) identity = one.weight;
    else if (one.coding == "*") others = one.weight;
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  if (br < 0) br = others;
  if (gzip < 0) gzip = others;
  if (br > 0 && br >= gzip && br >= identity) return Coding::br;
  return gzip > 0 && gzip >= identity ? Coding::gzip : Coding::identity;
}

std::string encode(Coding coding, std::string_view body) {
  switch (coding) {
  case Coding::identity: break;
  case Coding::gzip: return gzip(body);
  case Coding::br: return brotli(body);
  }
  return std::string(body);
}

} // namespace tandem::http
