#include "http/stamps.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <random>

namespace tandem::http {

std::string_view http_date() {
  thread_local std::time_t second = -1;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t length = 0;
  if (std::time_t const now = std::time(nullptr); now != second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    second = now;
  }
  return {text.data(), length};
}

std::string_view request_id_for(std::string_view sent) {
  bool const usable = sent.size() >= 8 && sent.size() <= 64 && std::all_of(sent.begin(), sent.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                      });
  if (usable) return sent;
  thread_local std::mt19937_64 random{std::random_device{}()};
  thread_local std::array<char, 32> text{};
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint64_t bits = random();
    for (std::size_t i = 0; i < 16; ++i, bits >>= 4) text[half * 16 + i] = "0123456789abcdef"[bits & 0xf];
  }
  return {text.data(), text.size()};
}

void stamp(boost::beast::http::response_header<>& head, Response const& response, unsigned version) {
  head.result(static_cast<unsigned>(response.status));
  head.version(version);
  for (Header const& header : response.headers) head.insert(header.name, header.value);
  head.set(boost::beast::http::field::server, "tandem");
  head.set(boost::beast::http::field::date, http_date());
  head.set("X-Content-Type-Options", "nosniff");
}

} // namespace tandem::http
