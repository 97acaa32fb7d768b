#pragma once
/// Gathers what is to be translated.

#include "exchange/export.hpp"
#include "exchange/hands.hpp"
#include "exchange/orders.hpp"

namespace translation::exchange {

/// What the order asks for and the hands may read. Types that were asked for and are none, entries that were asked
/// for and were not found: `invalid_parameter`, with `parameter` "type" or "entry".
[[nodiscard]] tandem::Result<Exported> gather(Hands const& hands, ExportOrder const& order);

struct Extent {
  std::size_t segments = 0, words = 0;
};
[[nodiscard]] Extent extent_of(Exported const& exported);

} // namespace translation::exchange
