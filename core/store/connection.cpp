#include "store/connection.hpp"

namespace tandem::store {

Connection::Connection(std::string const& connection, std::size_t statements)
    : link_(connection), limit_(statements) {
  // Variables set this way are set again should the library reconnect by itself.
  link_.set_variable("search_path", "tandem, public");
  link_.set_variable("timezone", "'UTC'");
  link_.set_variable("datestyle", "'ISO'");
  link_.set_variable("client_encoding", "'UTF8'");
  link_.set_variable("client_min_messages", "warning");
  link_.set_variable("jit", "off"); // compiling takes longer than any of our statements gains by it
}

void Connection::set(std::chrono::milliseconds timeout, bool read_only) {
  if (timeout != timeout_) link_.set_variable("statement_timeout", std::to_string(timeout.count()));
  timeout_ = timeout;
  if (read_only != read_only_) link_.set_variable("default_transaction_read_only", read_only ? "on" : "off");
  read_only_ = read_only;
}

std::string const* Connection::prepared(std::string_view sql) {
  if (limit_ == 0) return nullptr;
  if (auto const found = by_text_.find(sql); found != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, found->second);
    Prepared& statement = statements_.front();
    if (statement.name.empty()) {
      statement.name = "s" + std::to_string(++made_);
      link_.prepare(statement.name, statement.sql);
    }
    return &statement.name;
  }
  if (statements_.size() == limit_) {
    Prepared const& oldest = statements_.back();
    if (!oldest.name.empty()) link_.unprepare(oldest.name);
    by_text_.erase(oldest.sql);
    statements_.pop_back();
  }
  statements_.push_front({std::string(sql), ""});
  by_text_.emplace(statements_.front().sql, statements_.begin());
  return nullptr;
}

namespace {

Rows rows_of(pqxx::result const& result) {
  std::vector<std::vector<Cell>> rows;
  rows.reserve(result.size());
  for (auto const& row : result) {
    std::vector<Cell> cells;
    cells.reserve(row.size());
    for (auto const& field : row)
      cells.push_back(field.is_null() ? Cell{} : Cell{std::string(field.c_str(), field.size())});
    rows.push_back(std::move(cells));
  }
  return Rows(std::move(rows), result.affected_rows());
}

} // namespace

Rows PqxxTransaction::query(std::string_view sql, std::vector<Cell> const& parameters) {
  std::vector<char const*> values;
  values.reserve(parameters.size());
  for (Cell const& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  std::string const* prepared = nullptr;
  try {
    prepared = connection_.prepared(sql);
    auto const arguments = pqxx::prepare::make_dynamic_params(values);
    if (prepared != nullptr) return rows_of(work_.exec_prepared(*prepared, arguments));
    return rows_of(values.empty() ? work_.exec(std::string(sql)) : work_.exec_params(std::string(sql), arguments));
  } catch (pqxx::sql_error const& error) {
    if (error.sqlstate() == "23505" || error.sqlstate() == "23P01")
      throw Refused{{ErrorCode::conflict, "somebody else did the same at this moment; look, and try again"}};
    if (error.sqlstate() == "57014")
      throw Refused{{ErrorCode::unavailable, "this takes the database too long; ask for less at once"}};
    if (error.sqlstate() == "54000")
      throw Refused{{ErrorCode::invalid_content, "the text is too long to be searched"}};
    // "cached plan must not change result type": the schema was migrated meanwhile
    if (prepared != nullptr && error.sqlstate() == "0A000") throw Outdated(error.what());
    throw;
  }
}

} // namespace tandem::store
