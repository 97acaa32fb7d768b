#include "http/router.hpp"

#include <algorithm>
#include <set>

namespace tandem::http {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  std::size_t start = 1; // after the leading slash
  while (start <= path.size()) {
    std::size_t const end = std::min(path.find('/', start), path.size());
    segments.emplace_back(path.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool is_capture(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}
bool is_rest(std::string_view segment) { return is_capture(segment) && segment.ends_with("...}"); }

std::string shape(std::vector<std::string> const& segments) {
  std::string text;
  for (std::string const& segment : segments)
    text += "/" + (is_rest(segment) ? "{...}" : is_capture(segment) ? "{}" : segment);
  return text;
}

using Captures = std::map<std::string, std::string, std::less<>>;

/// How well a pattern fits: a '2' for a literal segment, '1' for a capture, '0' for a rest; nothing if it does not.
std::optional<std::string> fit(std::vector<std::string> const& pattern, std::vector<std::string> const& path,
                               Captures& captures) {
  std::string score;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    std::string const& wanted = pattern[i];
    if (is_rest(wanted)) {
      if (i >= path.size()) return std::nullopt;
      std::string rest = path[i];
      for (std::size_t k = i + 1; k < path.size(); ++k) rest += "/" + path[k];
      captures.emplace(wanted.substr(1, wanted.size() - 5), std::move(rest));
      return score + '0';
    }
    if (i >= path.size()) return std::nullopt;
    if (is_capture(wanted)) {
      if (path[i].empty()) return std::nullopt;
      captures.emplace(wanted.substr(1, wanted.size() - 2), path[i]);
      score += '1';
    } else {
      if (wanted != path[i]) return std::nullopt;
      score += '2';
    }
  }
  return pattern.size() == path.size() ? std::optional<std::string>(score) : std::nullopt;
}

} // namespace

std::optional<std::string> Router::add(Method method, std::string pattern, Handler handler, Runs runs) {
  std::vector<std::string> segments = split(pattern);
  return add({method, std::move(pattern), std::move(segments), std::move(handler), runs, {}});
}

std::optional<std::string> Router::add_open(Method method, std::string pattern, Open open) {
  std::vector<std::string> segments = split(pattern);
  return add({method, std::move(pattern), std::move(segments), {}, Runs::on_a_worker, std::move(open)});
}

std::optional<std::string> Router::add(Entry entry) {
  for (Entry const& other : entries_)
    if (other.method == entry.method && shape(other.segments) == shape(entry.segments))
      return std::string(name_of(other.method)) + " " + other.pattern;
  entries_.push_back(std::move(entry));
  return std::nullopt;
}

Match Router::match(Method method, std::string_view path) const {
  if (!path.starts_with('/')) return NoSuchPath{};
  std::vector<std::string> const segments = split(path);
  std::string best_score;
  std::optional<Found> best;
  for (Entry const& entry : entries_) {
    bool const stands_in = method == Method::head && entry.method == Method::get;
    if (entry.method != method && !stands_in) continue;
    Captures captures;
    std::optional<std::string> score = fit(entry.segments, segments, captures);
    if (!score) continue;
    *score += stands_in ? '0' : '1'; // of two that fit alike, a route for HEAD itself is the better one
    if (!best || *score > best_score) {
      best_score = std::move(*score);
      best = {entry.handler ? &entry.handler : nullptr, entry.runs, std::move(captures),
              entry.open ? &entry.open : nullptr};
    }
  }
  if (best) return std::move(*best);
  std::string allow = allowed(path);
  if (allow.empty()) return NoSuchPath{};
  return NoSuchMethod{std::move(allow)};
}

std::string Router::allowed(std::string_view path) const {
  if (!path.starts_with('/')) return {};
  std::vector<std::string> const segments = split(path);
  std::set<std::string, std::less<>> methods;
  for (Entry const& entry : entries_) {
    Captures captures;
    if (!fit(entry.segments, segments, captures)) continue;
    methods.emplace(name_of(entry.method));
    if (entry.method == Method::get) methods.emplace("HEAD");
  }
  std::string allow;
  for (std::string const& name : methods) allow += (allow.empty() ? "" : ", ") + name;
  return allow;
}

std::vector<std::pair<Method, std::string>> Router::routes() const {
  std::vector<std::pair<Method, std::string>> all;
  for (Entry const& entry : entries_) all.emplace_back(entry.method, entry.pattern);
  return all;
}

} // namespace tandem::http
