#pragma once
/// Who does what: services × target groups × places, as the services' common site shows it. Pure.
///
///   documents of services ─┐
///   target groups          ┴► Matrix ─► matrix_json · matrix_html · matrix_svg
///
/// What nobody has said is not known, and is not shown as "no": a service that does not name a group may help it all
/// the same.

#include "../documents.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace directory::matrix {

/// In the order in which they are shown. `outside`: outside the prison, wherever that is.
enum class PlaceKind { prison, office, outside, home, other };

struct Location {
  std::string id, name, locale;
};

/// A kind of place with those of its locations that are known.
struct Place {
  PlaceKind kind;
  std::vector<Location> locations;
};

struct Group {
  std::string id, slug, name;
  std::string locale; ///< The language that the name is in.
};

struct Row {
  std::string id, slug, name, short_name, locale;
  std::optional<std::vector<Place>> places; ///< None: not known where.
  std::vector<bool> helps;                  ///< By group; false: not known.
};

struct Matrix {
  std::string locale; ///< "nl" or "fr".
  std::vector<Group> groups;
  std::vector<Row> rows;
};

/// `groups`: entries of the type audience with `id` and `locale`, in order.
[[nodiscard]] Matrix make_matrix(std::vector<Service> const& services, boost::json::array const& groups,
                                 std::string_view locale);

/// Rows, columns and cells as data. A cell is null when it is not known whether the service helps the group, and its
/// `places` are null when it is not known where.
[[nodiscard]] boost::json::object matrix_json(Matrix const& matrix);
/// A fragment to put into a page: one `div` of the class `tandem-matrix`, with its `lang`.
[[nodiscard]] std::string matrix_html(Matrix const& matrix);
/// A picture that needs no style sheet and no script.
[[nodiscard]] std::string matrix_svg(Matrix const& matrix);

/// "in de gevangenis: Gevangenis van Haren".
[[nodiscard]] std::string spoken_place(Place const& place, std::string_view locale);
/// What a cell says, as a sentence for those who do not see it.
[[nodiscard]] std::string spoken_cell(Row const& row, std::size_t group, std::string_view locale);

} // namespace directory::matrix
