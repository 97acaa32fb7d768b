#pragma once
/// /api/v1: what is public, for web clients. Answers come from the response cache, where they are found on the I/O
/// thread; those that are not there are made by a worker, once for all who ask at the same time.

#include "api/routes.hpp"
#include "delivery/delivery.hpp"
#include "delivery/flights.hpp"
#include "editing/previews.hpp"
#include "http/ready_made.hpp"

namespace tandem::api {

class Reads final : public http::ReadyAnswers {
public:
  /// All must outlive it.
  Reads(delivery::Delivery const& delivery, delivery::Cache& cache, editing::Previews const& previews)
      : delivery_(delivery), cache_(cache), previews_(previews) {}

  [[nodiscard]] std::shared_ptr<http::ReadyMade const> find(http::Asked const& asked) const noexcept override;
  /// The answer to a reader, whether it is kept or not.
  [[nodiscard]] Response answer(Request const& request);

private:
  [[nodiscard]] delivery::CacheKey key_of(std::string_view target, std::string_view accept_language,
                                          std::string_view accept_encoding) const noexcept;
  [[nodiscard]] Response make(Request const& request, delivery::CacheKey const& key, std::uint64_t moment) const;
  [[nodiscard]] Response preview(Request const& request) const;

  delivery::Delivery const& delivery_;
  delivery::Cache& cache_;
  editing::Previews const& previews_;
  delivery::Flights<Response> flights_;
};

/// `reads` must outlive the routes.
[[nodiscard]] Result<void> add_read_routes(Routes& routes, Reads& reads);

/// A document that anybody may read, or why it cannot be had, as an answer that is made anew each time: with a strong
/// ETag over its bytes, 304 for who has them already; pages of any site may read it.
[[nodiscard]] Response public_document(Request const& request, Result<json::object> const& made);

/// Pages of any site may read the answer (Fetch, CORS).
void allow_all_sites(Response& response);

} // namespace tandem::api
