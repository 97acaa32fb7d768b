#include "http/framing.hpp"

#include "http/file.hpp"

#include <algorithm>

namespace tandem::http {
namespace {

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

} // namespace

Head find_head(std::string_view bytes, std::size_t seen) {
  if (!bytes.empty() && !is_token_character(bytes.front())) return {Head::State::malformed};
  // One byte back: whether a line is folded shows only in the byte after its end.
  for (std::size_t at = seen > 0 ? seen - 1 : 0; (at = bytes.find('\n', at)) != std::string_view::npos; ++at) {
    if (bytes[at - 1] != '\r') return {Head::State::malformed};
    if (at >= 3 && bytes.substr(at - 3, 4) == "\r\n\r\n") return {Head::State::complete, at + 1};
    bool const folded = at + 1 < bytes.size() && (bytes[at + 1] == ' ' || bytes[at + 1] == '\t');
    if (folded) return {Head::State::malformed};
  }
  return {};
}

std::string_view fault_in_request(unsigned version, std::vector<HeaderView> const& headers) {
  std::size_t hosts = 0, codings = 0, lengths = 0;
  for (HeaderView const& header : headers) {
    if (Request::same_name(header.name, "Host")) {
      if (++hosts > 1) return "there is more than one Host header";
      if (header.value.find_first_of(" \t,/@?#\\<>\"") != std::string::npos) return "the Host header is not a host";
    } else if (Request::same_name(header.name, "Transfer-Encoding")) {
      if (++codings > 1 || !Request::same_name(header.value, "chunked"))
        return "no transfer coding but \"chunked\", once, is known here";
    } else if (Request::same_name(header.name, "Content-Length")) {
      ++lengths;
    }
  }
  if (hosts == 0 && version >= 11) return "the Host header is missing";
  if (codings > 0 && lengths > 0) return "Content-Length and Transfer-Encoding contradict each other";
  if (codings > 0 && version < 11) return "Transfer-Encoding does not exist in HTTP/1.0";
  return {};
}

std::string_view fault_in_response(Response const& response) {
  if (response.status < 200 || response.status > 599) return "the status of the response is not one from 200 to 599";
  if (response.file.file) {
    FilePiece const& piece = response.file;
    if (!response.body.empty() || response.stream) return "the response has a file beside a body or a stream";
    if (response.status == 204 || response.status == 304) return "a response with this status has no file";
    std::uint64_t const size = piece.file->size();
    if (piece.offset > size || piece.length > size - piece.offset) return "the piece is not within the file";
  }
  if (response.stream) {
    if (!response.body.empty()) return "the response has both a body and a stream";
    if (response.status == 204 || response.status == 304) return "a response with this status has no stream";
  }
  constexpr std::size_t longest = 32 << 10; // no client takes more, and Beast throws from 64 KiB on
  for (Header const& header : response.headers) {
    if (!is_token(header.name)) return "the name of a header in the response is not valid";
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return "the value of a header in the response has a line end or a NUL in it";
    if (header.name.size() + header.value.size() > longest) return "a header in the response is too long";
  }
  return {};
}

} // namespace tandem::http
