#include "content/timestamp.hpp"

#include <cstdio>
#include <optional>

namespace tandem {
namespace {

/// Reads fixed-width fields from the front of a text.
struct Reader {
  std::string_view rest;
  bool ok = true;

  int digits(std::size_t count) {
    int value = 0;
    if (rest.size() < count) return ok = false, 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return ok = false, 0;
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  bool take(std::string_view any_of) {
    if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) { ok = take(any_of) && ok; }
};

std::optional<std::chrono::sys_days> read_date(Reader& in) {
  using namespace std::chrono;
  int const y = in.digits(4);
  in.expect("-");
  int const m = in.digits(2);
  in.expect("-");
  int const d = in.digits(2);
  year_month_day const date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!in.ok || y < 1 || !date.ok()) return std::nullopt;
  return sys_days{date};
}

/// A dot and 1 to 9 digits, or nothing. Digits after the sixth are read and dropped.
std::chrono::microseconds read_fraction(Reader& in) {
  std::chrono::microseconds fraction{0};
  if (!in.take(".")) return fraction;
  int scale = 100'000;
  std::size_t const before = in.rest.size();
  while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9') {
    fraction += std::chrono::microseconds{(in.rest.front() - '0') * scale};
    scale /= 10;
    in.rest.remove_prefix(1);
  }
  std::size_t const digits = before - in.rest.size();
  in.ok = in.ok && digits >= 1 && digits <= 9;
  return fraction;
}

/// How far local time is ahead of UTC.
std::chrono::minutes read_offset(Reader& in) {
  using namespace std::chrono;
  if (in.take("Zz")) return minutes{0};
  int const sign = in.rest.starts_with('-') ? -1 : 1;
  in.expect("+-");
  int const h = in.digits(2);
  in.expect(":");
  int const m = in.digits(2);
  in.ok = in.ok && h <= 15 && m <= 59; // no place is further ahead, and PostgreSQL reads no more
  return sign * (hours{h} + minutes{m});
}

} // namespace

Result<Timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  Error const refusal{ErrorCode::invalid_content,
                      "not a date-time: write it like 2019-04-01T00:00:00+02:00 (RFC 3339), "
                      "or a date like 2019-04-01"};
  Reader in{text};
  std::optional<sys_days> const day = read_date(in);
  if (!day) return refusal;
  if (in.rest.empty()) return Timestamp(*day);

  in.expect("Tt");
  int const hour = in.digits(2);
  in.expect(":");
  int const minute = in.digits(2);
  in.expect(":");
  int const second = in.digits(2);
  if (!in.ok || hour > 23 || minute > 59 || second > 60) return refusal;
  microseconds const fraction = read_fraction(in);
  minutes const offset = read_offset(in);
  if (!in.ok || !in.rest.empty()) return refusal;
  sys_seconds const at = *day + hours{hour} + minutes{minute} + seconds{second} - offset;
  // A leap second is the last of a UTC day; it is read as the second after it.
  if (second == 60 && at != floor<days>(at)) return refusal;
  int const year_in_utc = static_cast<int>(year_month_day{floor<days>(at)}.year());
  if (year_in_utc < 1 || year_in_utc > 9999) return refusal;
  return at + fraction;
}

std::string format_timestamp(Timestamp at) {
  using namespace std::chrono;
  auto const day_start = floor<days>(at);
  year_month_day const date{day_start};
  hh_mm_ss const time{at - day_start};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

} // namespace tandem
