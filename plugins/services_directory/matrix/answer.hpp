#pragma once
/// `GET /services/v1/matrix`, `.html` and `.svg`: reads what the matrix is made of, and answers so that clients can
/// keep it.

#include <tandem/plugin.hpp>

namespace directory::matrix {

enum class Form { json, html, svg };

[[nodiscard]] tandem::Result<tandem::Response> answer_matrix(tandem::Storage& storage, tandem::Request const& request,
                                                             Form form);
[[nodiscard]] tandem::RouteDoc matrix_doc(Form form);

} // namespace directory::matrix
