#pragma once
/// Asks a virus scanner about a file: clamd, on its Unix socket, by INSTREAM (clamd(8)), so that it needs no access
/// to the files. Calls block: for worker threads.

#include "content/error.hpp"

#include <chrono>
#include <filesystem>

namespace tandem::media {

struct ClamdSettings {
  std::filesystem::path socket;              ///< As in `LocalSocket` of clamd.conf.
  std::chrono::milliseconds timeout{60'000}; ///< For each step: until it takes or says something.
};

/// Nothing when the scanner finds the file harmless. Errors: `invalid_content` names what was found; `unavailable`
/// when the scanner does not answer, so that nothing goes unscanned; `payload_too_large` beyond its
/// `StreamMaxLength`.
[[nodiscard]] Result<void> scan(ClamdSettings const& clamd, std::filesystem::path const& file);

} // namespace tandem::media
