#pragma once
/// Files as tests bring them: made from nothing, the same each time.

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace tandem::test {

/// Four bytes, the most significant first.
inline std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((number >> shift) & 255);
  return bytes;
}

/// A chunk of a PNG: length, type, data, and the check over the last two.
inline std::string png_chunk(std::string_view type, std::string_view data) {
  std::string const checked = std::string(type) + std::string(data);
  auto const crc =
      ::crc32(0, reinterpret_cast<unsigned char const*>(checked.data()), static_cast<unsigned>(checked.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + checked + big_endian(static_cast<std::uint32_t>(crc));
}

inline std::string deflated(std::string_view bytes) {
  std::string out(::compressBound(bytes.size()), '\0');
  auto length = static_cast<unsigned long>(out.size());
  if (::compress(reinterpret_cast<unsigned char*>(out.data()), &length,
                 reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size()) != Z_OK)
    throw std::runtime_error("deflate failed");
  out.resize(length);
  return out;
}

/// A PNG of 8-bit RGB whose colours run from corner to corner; the left half is red where `seed` is odd.
inline std::string png(std::uint32_t width, std::uint32_t height, unsigned seed = 0) {
  std::string rows;
  for (std::uint32_t y = 0; y < height; ++y) {
    rows += '\0'; // no filter
    for (std::uint32_t x = 0; x < width; ++x) {
      bool const red = seed % 2 == 1 && x < width / 2;
      rows += static_cast<char>(red ? 255 : (x * 255 / width + seed) & 255);
      rows += static_cast<char>(red ? 0 : y * 255 / height);
      rows += static_cast<char>(red ? 0 : seed & 255);
    }
  }
  return "\x89PNG\r\n\x1a\n" +
         png_chunk("IHDR", big_endian(width) + big_endian(height) + std::string("\x08\x02\x00\x00\x00", 5)) +
         png_chunk("IDAT", deflated(rows)) + png_chunk("IEND", "");
}

/// A PNG that says it has so many pixels, and holds a row of them.
inline std::string png_bomb(std::uint32_t width, std::uint32_t height) {
  return "\x89PNG\r\n\x1a\n" +
         png_chunk("IHDR", big_endian(width) + big_endian(height) + std::string("\x08\x02\x00\x00\x00", 5)) +
         png_chunk("IDAT", deflated(std::string(1024, '\0'))) + png_chunk("IEND", "");
}

/// A PDF of one empty page, with a text that makes it another file, filled up to `bytes`.
inline std::string pdf(std::string_view text, std::size_t bytes = 0) {
  std::string file = "%PDF-1.4\n% " + std::string(text) +
                     "\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] "
                     "/Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                     ">>\nendobj\ntrailer\n<< /Root 1 0 R >>\n";
  std::string const end = "%%EOF\n";
  for (unsigned line = 0; file.size() + end.size() + 66 < bytes; ++line) {
    std::string filler = "% " + std::to_string(line) + " ";
    filler.resize(64, 'x');
    file += filler + "\n";
  }
  return file + end;
}

} // namespace tandem::test
