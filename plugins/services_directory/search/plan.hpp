#pragma once
/// What somebody asks of the directory, read from the parameters of /services/v1/search and checked as far as it can
/// be without the database.
///
///   parameters ─► plan_of ─► Plan ─► names resolved ─► statement_of ─► rows ─► document
///   (plan.cpp)               (search.cpp)              (statement.cpp)        (search.cpp, reasons.cpp)

#include <tandem/plugin.hpp>

namespace directory {

/// An entry that a filter names: by id or slug as asked; found in the database afterwards.
struct Named {
  std::string asked;
  std::string id = {};
  std::string name = {};
};

/// A filter on entries that belong to a service: whoever has one of those named fits.
struct EntryFilter {
  std::string parameter; ///< audience, term, authority or location.
  std::string type;      ///< Content type of what it names.
  std::string column;    ///< Of the table `service`.
  std::vector<Named> any;
};

/// A filter on plain values; one of them is enough.
struct ValueFilter {
  std::string parameter; ///< place, language, custody or cost.
  std::string column;
  bool many; ///< Whether the column is an array.
  std::vector<std::string> any;
};

struct Point {
  double latitude, longitude; ///< Degrees, WGS 84.
};

struct Plan {
  std::string locale;
  std::vector<std::string> locales; ///< All languages of the site: words are looked for in each.
  std::string words;                ///< As typed; "" for none.
  bool typing = false;              ///< The last word may be the beginning of one.
  std::vector<EntryFilter> entries;
  std::vector<ValueFilter> values;
  std::optional<bool> voluntary;
  std::optional<std::string> open_at; ///< RFC 3339.
  bool walk_in = false;               ///< Open without an appointment.
  std::optional<Point> near;
  std::optional<double> within; ///< Metres from `near`.
  bool facets = true;
  int page_size = 20;
  /// The last one of the page before: its place in the order, and its id.
  std::optional<std::pair<std::string, std::string>> after;
};

/// Most characters of `q`, most values of one filter, most services on a page.
constexpr std::size_t longest_words = 200, most_values = 20;
constexpr int largest_page = 100;

/// Error `invalid_parameter` for what it does not know or cannot read. `now` is what `open_at=now` means.
[[nodiscard]] tandem::Result<Plan> plan_of(tandem::Request const& request, std::vector<std::string> const& locales,
                                           tandem::Timestamp now);

/// Those parameters, for /openapi.json.
[[nodiscard]] std::vector<tandem::ParameterDoc> search_parameters();

/// The cursor that leads past a service; `plan_of` reads it.
[[nodiscard]] std::string cursor_past(std::string const& key, std::string const& id);

} // namespace directory
