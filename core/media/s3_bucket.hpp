#pragma once
/// The few requests of the S3 protocol that the store needs, signed (AWS signature version 4, by libcurl). Internal
/// to core/media. Calls block. Bytes go from file to network and back without being in memory whole.

#include "content/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::media {

/// Where a bucket is and how to get in.
struct S3Access {
  std::string endpoint; ///< As in https://s3.example.org; the bucket is the first part of the path ("path style").
  std::string bucket;
  std::string region = "us-east-1";
  std::string access_key, secret_key;
  std::chrono::seconds connect_timeout{5};
  std::chrono::seconds stall{30}; ///< A transfer that moves nothing for so long is given up.
};

/// Errors are `not_found` (no such object), `unavailable` (no answer, or a failure of the server) and `internal` (it
/// refuses us, or there is no such bucket).
class S3Bucket {
public:
  explicit S3Bucket(S3Access access) : access_(std::move(access)) {}

  /// `sha256` is that of the bytes, in hexadecimal digits: the server compares.
  [[nodiscard]] Result<void> put(std::string_view name, std::filesystem::path const& from,
                                 std::string_view sha256) const;
  [[nodiscard]] Result<void> get(std::string_view name, std::filesystem::path const& to) const;
  [[nodiscard]] Result<bool> exists(std::string_view name) const;
  [[nodiscard]] Result<void> remove(std::string_view name) const;

  struct Object {
    std::string name;
    std::uint64_t bytes;
  };
  struct Page {
    std::vector<Object> objects;
    std::string next; ///< To go on with; "" after the last.
  };
  /// At most 1000 objects whose names begin with `prefix`.
  [[nodiscard]] Result<Page> list(std::string_view prefix, std::string_view from) const;

private:
  struct Order;
  struct Outcome;
  [[nodiscard]] Result<Outcome> send(Order const& order) const;
  S3Access access_;
};

} // namespace tandem::media
