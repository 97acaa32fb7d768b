#pragma once
/// What editing asks of the files that entries name.

#include "content/content_type.hpp"
#include "store/database.hpp"

namespace tandem::editing {

/// Every file named is there, and stays until this transaction ends. An error has the pointer of its field.
[[nodiscard]] Result<void> check_files(store::Transaction& tx, std::vector<NamesFile> const& files);

/// A picture needs a text in its place, in each language that it goes public in, unless it is decorative: for entries
/// of the type `media`, with shared and localised fields merged. Others pass.
[[nodiscard]] Result<void> check_alternative(store::Transaction& tx, ContentType const& type,
                                             json::object const& document);

} // namespace tandem::editing
