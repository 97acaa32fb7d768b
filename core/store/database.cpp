#include "store/database.hpp"

#include "store/audit.hpp"
#include "store/changes.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <pqxx/pqxx>
#include <random>
#include <thread>

namespace tandem::store {
namespace {

/// A failure of a statement that the caller can do something about.
struct Refused : std::runtime_error {
  explicit Refused(Error why) : std::runtime_error(why.detail), error(std::move(why)) {}
  Error error;
};

class PqxxTransaction final : public Transaction {
public:
  explicit PqxxTransaction(pqxx::connection& connection) : work_(connection) {}

  Rows query(std::string_view sql, std::vector<Cell> const& parameters) override {
    std::vector<char const*> values;
    values.reserve(parameters.size());
    for (Cell const& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
    try {
      return rows_of(values.empty()
                         ? work_.exec(std::string(sql))
                         : work_.exec_params(std::string(sql), pqxx::prepare::make_dynamic_params(values)));
    } catch (pqxx::sql_error const& error) {
      if (error.sqlstate() == "23505" || error.sqlstate() == "23P01")
        throw Refused{{ErrorCode::conflict, "somebody else did the same at this moment; look, and try again"}};
      if (error.sqlstate() == "57014")
        throw Refused{{ErrorCode::unavailable, "this takes the database too long; ask for less at once"}};
      if (error.sqlstate() == "54000")
        throw Refused{{ErrorCode::invalid_content, "the text is too long to be searched"}};
      throw;
    }
  }
  void script(std::string_view sql) override { work_.exec(std::string(sql)); }
  void commit() { work_.commit(); }

private:
  static Rows rows_of(pqxx::result const& result) {
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
  pqxx::work work_;
};

} // namespace

/// Idle connections, and the number out. A connection that broke is not given back.
struct Database::Pool {
  static constexpr std::chrono::seconds longest_wait{10};
  std::string connection_string;
  std::atomic<long> statement_timeout{0}; // milliseconds
  unsigned limit;
  std::mutex mutex;
  std::condition_variable given_back;
  std::vector<std::unique_ptr<pqxx::connection>> idle;
  unsigned out = 0;
  std::function<void()> told_of_change;

  std::unique_ptr<pqxx::connection> take() {
    std::unique_lock lock(mutex);
    if (!given_back.wait_for(lock, longest_wait, [&] { return out < limit; })) return nullptr;
    ++out;
    if (!idle.empty()) {
      auto connection = std::move(idle.back());
      idle.pop_back();
      return connection;
    }
    lock.unlock();
    try {
      // Variables set this way are set again should the library reconnect by itself.
      auto connection = std::make_unique<pqxx::connection>(connection_string);
      connection->set_variable("search_path", "tandem, public");
      connection->set_variable("timezone", "'UTC'");
      connection->set_variable("datestyle", "'ISO'");
      connection->set_variable("client_encoding", "'UTF8'");
      connection->set_variable("client_min_messages", "warning");
      connection->set_variable("statement_timeout", std::to_string(statement_timeout.load()));
      return connection;
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  void give_back(std::unique_ptr<pqxx::connection> connection) {
    {
      std::lock_guard const lock(mutex);
      --out;
      if (connection && connection->is_open()) idle.push_back(std::move(connection));
    }
    given_back.notify_one();
  }
};

Database::Database(std::string connection, unsigned connections) : pool_(std::make_unique<Pool>()) {
  pool_->connection_string = std::move(connection);
  pool_->limit = connections == 0 ? 1 : connections;
}
Database::~Database() = default;

void Database::limit_statements(std::chrono::milliseconds most) {
  std::lock_guard const lock(pool_->mutex);
  pool_->statement_timeout = most.count();
  pool_->idle.clear(); // those were made without it
}

void Database::on_change(std::function<void()> told) { pool_->told_of_change = std::move(told); }

std::optional<std::string> Database::connection_problem() {
  try {
    auto connection = pool_->take();
    if (!connection) return "all connections are in use";
    pool_->give_back(std::move(connection));
    return std::nullopt;
  } catch (std::exception const& thrown) {
    std::string text = thrown.what();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    for (char& c : text)
      if (c == '\n' || c == '\t') c = ' ';
    return text;
  }
}

Result<void> Database::run(std::function<bool(Transaction&)> const& work) {
  Error const away{ErrorCode::unavailable, "the database cannot be reached at present"};
  Error const busy{ErrorCode::unavailable, "too many change the same things at once; try again in a moment"};
  constexpr int attempts = 10;
  for (int attempt = 1;; ++attempt) {
    std::unique_ptr<pqxx::connection> connection;
    try {
      connection = pool_->take();
    } catch (pqxx::broken_connection const&) {
      return away;
    }
    if (!connection) return busy;
    bool broken = false, in_doubt = false, again = false, changed = false;
    std::optional<Error> refused;
    std::exception_ptr failure;
    try {
      PqxxTransaction transaction(*connection);
      if (work(transaction)) {
        append_audit(transaction, transaction.take_audit());
        std::vector<ChangeLine> const changes = transaction.take_changes();
        append_changes(transaction, changes);
        changed = !changes.empty();
        transaction.commit();
      }
    } catch (pqxx::broken_connection const&) {
      broken = true;
    } catch (pqxx::in_doubt_error const&) {
      broken = in_doubt = true; // lost during commit: may or may not be stored, so never run twice
    } catch (Refused const& thrown) {
      refused = thrown.error;
    } catch (pqxx::transaction_rollback const&) {
      again = attempt < attempts;
      if (!again) refused = busy;
    } catch (...) {
      failure = std::current_exception();
      broken = !connection->is_open();
    }
    if (broken) connection.reset();
    pool_->give_back(std::move(connection));
    // Whoever lost the connection during the commit may have changed something.
    if (changed && (!broken || in_doubt) && !refused && !failure && !again && pool_->told_of_change)
      pool_->told_of_change();
    if (broken && !failure) {
      // An idle connection may have died since its last use; once through the pool at most.
      if (attempt == 1 && !in_doubt) continue;
      return away;
    }
    if (refused) return *refused;
    if (failure) {
      if (broken) return away;
      std::rethrow_exception(failure);
    }
    if (!again) return {};
    // Those who got into each other's way must not meet again at once.
    thread_local std::minstd_rand random{std::random_device{}()};
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % static_cast<unsigned>(10 * attempt)});
  }
}

std::string array_literal(std::vector<std::string> const& values) {
  std::string literal = "{";
  for (std::string const& value : values) {
    if (literal.size() > 1) literal += ',';
    literal += '"';
    for (char const c : value) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + "}";
}

Timestamp timestamp_cell(Cell const& cell) {
  std::string text = cell.value(); // 2019-03-31 22:00:00.5+00
  text[10] = 'T';
  if (std::size_t const zone = text.rfind('+'); zone != std::string::npos) text.resize(zone);
  return parse_timestamp(text + "Z").value();
}

} // namespace tandem::store
