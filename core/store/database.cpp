#include "store/database.hpp"

#include "store/audit.hpp"
#include "store/changes.hpp"
#include "store/connection.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace tandem::store {
/// Idle connections, and the number out. A connection that broke is not given back.
struct Database::Pool {
  static constexpr std::chrono::seconds longest_wait{10};
  std::string connection_string;
  std::atomic<std::chrono::milliseconds> statement_timeout{};
  unsigned limit;
  std::size_t statements;
  std::mutex mutex;
  std::condition_variable given_back;
  std::vector<std::unique_ptr<Connection>> idle;
  unsigned out = 0;
  std::function<void()> told_of_change;

  std::unique_ptr<Connection> take() {
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
      return std::make_unique<Connection>(connection_string, statements);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  void give_back(std::unique_ptr<Connection> connection) {
    {
      std::lock_guard const lock(mutex);
      --out;
      if (connection && connection->link().is_open()) idle.push_back(std::move(connection));
    }
    given_back.notify_one();
  }
};

Database::Database(std::string connection, unsigned connections, std::size_t statements)
    : pool_(std::make_unique<Pool>()) {
  pool_->connection_string = std::move(connection);
  pool_->limit = connections == 0 ? 1 : connections;
  pool_->statements = statements;
}
Database::~Database() = default;

void Database::limit_statements(std::chrono::milliseconds most) { pool_->statement_timeout = most; }

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

Result<void> Database::run(Kind kind, std::chrono::milliseconds most, std::function<bool(Transaction&)> const& work) {
  Error const away{ErrorCode::unavailable, "the database cannot be reached at present"};
  Error const busy{ErrorCode::unavailable, "too many change the same things at once; try again in a moment"};
  constexpr int attempts = 10;
  for (int attempt = 1;; ++attempt) {
    std::unique_ptr<Connection> connection;
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
      if (kind == Kind::transaction) {
        connection->set(pool_->statement_timeout, false);
        pqxx::work begun(connection->link());
        PqxxTransaction transaction(*connection, begun);
        if (work(transaction)) {
          append_audit(transaction, transaction.take_audit());
          std::vector<ChangeLine> const changes = transaction.take_changes();
          append_changes(transaction, changes);
          changed = !changes.empty();
          begun.commit();
        }
      } else {
        connection->set(most, kind == Kind::reading);
        pqxx::nontransaction none(connection->link());
        PqxxTransaction each(*connection, none);
        work(each);
      }
    } catch (pqxx::broken_connection const&) {
      broken = true;
    } catch (pqxx::in_doubt_error const&) {
      broken = in_doubt = true; // lost during commit: may or may not be stored, so never run twice
    } catch (Outdated const&) {
      broken = true;
    } catch (Refused const& thrown) {
      refused = thrown.error;
    } catch (pqxx::transaction_rollback const&) {
      again = attempt < attempts;
      if (!again) refused = busy;
    } catch (...) {
      failure = std::current_exception();
      broken = !connection->link().is_open();
    }
    if (broken || kind == Kind::alone) connection.reset();
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
