#include "store/database.hpp"

#include "store/audit.hpp"
#include "store/changes.hpp"
#include "store/connection.hpp"

#include <algorithm>
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

  /// Rather one that is set as asked: setting costs round trips. Of those the one used last.
  std::unique_ptr<Connection> take(std::chrono::milliseconds timeout, bool read_only) {
    std::unique_lock lock(mutex);
    if (!given_back.wait_for(lock, longest_wait, [&] { return out < limit; })) return nullptr;
    ++out;
    auto const fits =
        std::find_if(idle.rbegin(), idle.rend(), [&](auto const& one) { return one->is_set(timeout, read_only); });
    // Those set otherwise are left to others while there may be more connections.
    if (fits != idle.rend() || (!idle.empty() && out - 1 + idle.size() >= limit)) {
      auto const at = fits != idle.rend() ? std::prev(fits.base()) : std::prev(idle.end());
      auto connection = std::move(*at);
      idle.erase(at);
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

namespace {

/// The audit and the changes, last of all: the audit's end is held from here to the commit, so both are numbered in
/// the order of commits. Answers whether something public changed.
bool append_what_it_did(Transaction& tx) {
  std::vector<AuditLine> lines = tx.take_audit();
  std::vector<ChangeLine> const changes = tx.take_changes();
  if (lines.empty() && !changes.empty()) hold_audit(tx);
  append_audit(tx, std::move(lines));
  append_changes(tx, changes);
  return !changes.empty();
}

} // namespace

Database::Database(std::string connection, unsigned connections, std::size_t statements)
    : pool_(std::make_unique<Pool>()) {
  pool_->connection_string = std::move(connection);
  pool_->limit = connections == 0 ? 1 : connections;
  pool_->statements = statements;
}
Database::~Database() = default;

void Database::limit_statements(std::chrono::milliseconds most) { pool_->statement_timeout = most; }

std::chrono::milliseconds Database::statement_limit() const { return pool_->statement_timeout; }

void Database::on_change(std::function<void()> told) { pool_->told_of_change = std::move(told); }

std::optional<std::string> Database::connection_problem() {
  try {
    auto connection = pool_->take(pool_->statement_timeout, false);
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
  std::chrono::milliseconds const timeout = kind == Kind::transaction ? pool_->statement_timeout.load() : most;
  for (int attempt = 1;; ++attempt) {
    std::unique_ptr<Connection> connection;
    try {
      connection = pool_->take(timeout, kind == Kind::reading);
    } catch (pqxx::broken_connection const&) {
      return away;
    }
    if (!connection) return busy;
    bool broken = false, in_doubt = false, again = false, changed = false;
    std::optional<Error> refused;
    std::exception_ptr failure;
    try {
      if (kind == Kind::transaction) {
        connection->set(timeout, false);
        pqxx::work begun(connection->link());
        PqxxTransaction transaction(*connection, begun);
        if (work(transaction)) {
          changed = append_what_it_did(transaction);
          begun.commit();
        }
      } else {
        connection->set(timeout, kind == Kind::reading);
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
