#pragma once
/// Bundles as tests order them.

#include "editing/changes.hpp"

namespace tandem::test {

inline editing::BundleOrder publish(std::vector<editing::BundleItem> items, std::string message = "") {
  return {std::move(items), std::move(message)};
}

inline editing::BundleOrder withdraw(std::vector<editing::BundleItem> items, bool force = false,
                                     std::optional<EntryId> successor = {}) {
  for (editing::BundleItem& item : items) item.action = editing::Action::unpublish;
  return {std::move(items), "", force, successor};
}

} // namespace tandem::test
