#include "machine/allowance.hpp"

namespace translation::machine {

using tandem::Result;

Result<void> take_characters(tandem::Storage& storage, std::size_t characters, std::size_t most) {
  std::string const count = std::to_string(characters), limit = std::to_string(most);
  Result<tandem::Rows> const taken = storage.write(
      {{"insert into tandem_translation.machine_use as u (day, characters) select (now() at time zone 'UTC')::date, "
        "$1::bigint where $1::bigint <= $2::bigint on conflict (day) do update set characters = u.characters + "
        "excluded.characters where u.characters + excluded.characters <= $2::bigint returning u.characters",
        {count, limit}}});
  if (!taken) return taken.error();
  if (!taken->empty()) return {};
  tandem::Error error{tandem::ErrorCode::too_many_requests,
                      "machine translation takes at most " + limit +
                          " characters a day (translation.machine_day_characters): these " + count +
                          " would be too many today"};
  Result<tandem::Rows> const left = storage.read(
      {"select ceil(extract(epoch from date_trunc('day', now() at time zone 'UTC') + interval '1 day' - (now() at "
       "time zone 'UTC')))::int"});
  if (left && !left->empty()) error.meta["retry_after"] = std::stoi(left->front()[0].value());
  return error;
}

Result<void> give_back(tandem::Storage& storage, std::size_t characters) {
  Result<tandem::Rows> const done =
      storage.write({{"update tandem_translation.machine_use set characters = greatest(0, characters - $1::bigint) "
                      "where day = (now() at time zone 'UTC')::date",
                      {std::to_string(characters)}}});
  return done ? Result<void>() : done.error();
}

} // namespace translation::machine
