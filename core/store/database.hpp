#pragma once
/// PostgreSQL: the pool, transactions, and one file per table family beside this one.
///
/// For `access/`, `editing/` and `delivery/`; nothing else talks to the database. Calls block, so they run on
/// worker threads, never on an I/O thread. This folder knows rows and SQL, not rules: who may do what and what
/// is valid is decided above it. libpqxx appears in connection.* and database.cpp only.
///
///   Database::transact(f) ─► connection from the pool ─► begin ─► f(Transaction) ─► commit, or roll back
///                                                        ▲  └─ deadlock or serialization failure: again
///                                                        └─ connection lost before commit: Error unavailable
///   Database::read(f)     ─► connection from the pool ─► f(Transaction), each query by itself: no round trips but
///   its own

#include "content/audit_line.hpp"
#include "content/change_line.hpp"
#include "content/error.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::store {

/// A value sent to or read from the database, in PostgreSQL's text form; nullopt is NULL.
using Cell = std::optional<std::string>;

/// The rows of an answer.
class Rows {
public:
  explicit Rows(std::vector<std::vector<Cell>> rows = {}, std::size_t affected = 0)
      : rows_(std::move(rows)), affected_(affected) {}
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::vector<Cell> const& operator[](std::size_t row) const { return rows_.at(row); }
  [[nodiscard]] auto begin() const { return rows_.begin(); }
  [[nodiscard]] auto end() const { return rows_.end(); }
  /// Rows changed by insert, update or delete.
  [[nodiscard]] std::size_t affected() const { return affected_; }

private:
  std::vector<std::vector<Cell>> rows_;
  std::size_t affected_;
};

/// An open transaction; valid only inside the function it was given to. search_path is `tandem, public`.
class Transaction {
public:
  virtual ~Transaction() = default;
  /// Runs one statement with parameters $1… in text form; from its second use on a connection it is a prepared one.
  /// Throws on any failure, which `Database::transact` handles.
  virtual Rows query(std::string_view sql, std::vector<Cell> const& parameters = {}) = 0;
  /// Runs several statements without parameters (migrations).
  virtual void script(std::string_view sql) = 0;

  /// A line of the audit, stored with whatever this transaction stores (see store/audit.hpp).
  void audit(AuditLine line) { audit_.push_back(std::move(line)); }
  /// The lines so far; they are the caller's afterwards.
  [[nodiscard]] std::vector<AuditLine> take_audit() { return std::exchange(audit_, {}); }

  /// Says what becomes public or ceases to be, if this transaction is committed (see store/changes.hpp).
  void change(ChangeLine line) { changes_.push_back(std::move(line)); }
  [[nodiscard]] std::vector<ChangeLine> take_changes() { return std::exchange(changes_, {}); }

private:
  std::vector<AuditLine> audit_;
  std::vector<ChangeLine> changes_;
};

/// A pool of connections to one database. Who waits for one for 10 seconds is told `unavailable`. Safe to use from
/// any thread.
class Database {
public:
  /// `connection` is a libpq connection string or URI. Connects lazily; `connections` is the most open at once,
  /// further callers wait. `statements` is the most that a connection keeps prepared; 0: none.
  Database(std::string connection, unsigned connections, std::size_t statements = 200);
  ~Database();
  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;

  /// Runs `work` in a transaction: commits when it answers a value, rolls back when it answers an Error.
  /// Deadlocks and serialization failures are tried again, up to 10 times. Error `unavailable` when the database
  /// cannot be reached, or when a statement passes its timeout; `conflict`
  /// when a unique or exclusion constraint refused a row (SQLSTATE 23505, 23P01): somebody else was faster. Other
  /// database failures throw (a bug, or a damaged database). `work` may run more than once, so it changes nothing but
  /// the database.
  template <class Work> [[nodiscard]] auto transact(Work work) -> decltype(work(std::declval<Transaction&>())) {
    return answer_of(Kind::transaction, work, [](auto const& answer) { return answer.has_value(); });
  }

  /// What `work` answers in a transaction that is rolled back whatever it answers: what would happen.
  template <class Work> [[nodiscard]] auto try_out(Work work) -> decltype(work(std::declval<Transaction&>())) {
    return answer_of(Kind::transaction, work, [](auto const&) { return false; });
  }

  /// Runs `work` outside a transaction, where nothing can be changed: each query sees the state of its own moment and
  /// takes no longer than `most`. For what is read in one statement: begin and commit would be two round trips more.
  template <class Work>
  [[nodiscard]] auto read(std::chrono::milliseconds most, Work work) -> decltype(work(std::declval<Transaction&>())) {
    return answer_of(
        Kind::reading, work, [](auto const&) { return false; }, most);
  }

  /// The same with the time that statements of a transaction have.
  template <class Work> [[nodiscard]] auto read(Work work) -> decltype(work(std::declval<Transaction&>())) {
    return read(statement_limit(), std::move(work));
  }

  /// Runs `work` outside a transaction, each statement for as long as it takes, on a connection that is closed
  /// afterwards. For what PostgreSQL does not do inside one (`create index concurrently`), and safe to do twice.
  template <class Work>
  [[nodiscard]] auto outside_transaction(Work work) -> decltype(work(std::declval<Transaction&>())) {
    return answer_of(Kind::alone, work, [](auto const&) { return false; });
  }

  /// From now on no statement of a transaction may take longer (0: as long as it likes); who passes it is told
  /// `unavailable`.
  void limit_statements(std::chrono::milliseconds most);

  /// `told` is called after each commit of a transaction that changed what is public, before `transact` answers. To
  /// be set before any runs.
  void on_change(std::function<void()> told);

  /// Why no connection can be had, as the client library says it; nothing when one can. For the command line.
  [[nodiscard]] std::optional<std::string> connection_problem();

private:
  enum class Kind { transaction, reading, alone };
  [[nodiscard]] std::chrono::milliseconds statement_limit() const;
  /// Commits when `keep` says so of the answer.
  template <class Work, class Keep>
  auto answer_of(Kind kind, Work& work, Keep keep, std::chrono::milliseconds most = {})
      -> decltype(work(std::declval<Transaction&>())) {
    std::optional<decltype(work(std::declval<Transaction&>()))> answer;
    Result<void> const ran = run(kind, most, [&](Transaction& transaction) {
      answer.emplace(work(transaction));
      return keep(*answer);
    });
    if (!ran) return ran.error();
    return std::move(*answer);
  }
  Result<void> run(Kind kind, std::chrono::milliseconds most, std::function<bool(Transaction&)> const& work);
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

/// PostgreSQL's array literal of text values: {"a","b"}. For `= any ($1::text[])`.
[[nodiscard]] std::string array_literal(std::vector<std::string> const& values);

/// Reads a timestamptz cell as PostgreSQL prints it with TimeZone UTC and DateStyle ISO.
[[nodiscard]] Timestamp timestamp_cell(Cell const& cell);

} // namespace tandem::store
