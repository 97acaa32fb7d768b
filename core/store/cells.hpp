#pragma once
/// Values out of cells and into them, for the files of this folder. What the database holds has been checked before:
/// a cell that is not what it should be throws.

#include "store/database.hpp"

namespace tandem::store {

[[nodiscard]] inline Uuid uuid_cell(Cell const& cell) { return Uuid::parse(cell.value()).value(); }
[[nodiscard]] inline Locale locale_cell(Cell const& cell) { return Locale::parse(cell.value()).value(); }

/// NULL is none.
[[nodiscard]] inline std::optional<Uuid> optional_uuid(Cell const& cell) {
  return cell ? std::optional(uuid_cell(cell)) : std::nullopt;
}
[[nodiscard]] inline std::optional<Timestamp> optional_time(Cell const& cell) {
  return cell ? std::optional(timestamp_cell(cell)) : std::nullopt;
}
[[nodiscard]] inline std::optional<int> optional_number(Cell const& cell) {
  return cell ? std::optional(std::stoi(*cell)) : std::nullopt;
}

/// None is NULL.
[[nodiscard]] inline Cell cell_of(std::optional<Uuid> const& id) { return id ? Cell(id->text()) : Cell{}; }
[[nodiscard]] inline Cell cell_of(std::optional<Timestamp> const& at) {
  return at ? Cell(format_timestamp(*at)) : Cell{};
}
[[nodiscard]] inline Cell cell_of(std::optional<int> const& number) {
  return number ? Cell(std::to_string(*number)) : Cell{};
}

} // namespace tandem::store
