#pragma once
/// One connection of the pool: what it is set to, and the statements it has prepared. For database.cpp alone.

#include "store/database.hpp"

#include <list>
#include <pqxx/pqxx>
#include <unordered_map>

namespace tandem::store {

class Connection {
public:
  /// Connects. Throws pqxx::broken_connection. At most `statements` are prepared at once; 0: none.
  Connection(std::string const& connection, std::size_t statements);
  [[nodiscard]] pqxx::connection& link() { return link_; }

  /// Sets how long a statement may take (0: as long as it likes) and whether it may change anything. Costs a round
  /// trip for each that is otherwise now. Outside a transaction only.
  void set(std::chrono::milliseconds timeout, bool read_only);
  [[nodiscard]] bool is_set(std::chrono::milliseconds timeout, bool read_only) const {
    return timeout == timeout_ && read_only == read_only_;
  }

  /// Name of the prepared statement of this text; none on its first use, which is not worth another round trip. The
  /// one that was not used for longest makes room.
  [[nodiscard]] std::string const* prepared(std::string_view sql);

private:
  struct Prepared {
    std::string sql, name; ///< The name is empty after one use.
  };
  pqxx::connection link_;
  std::chrono::milliseconds timeout_{-1};
  bool read_only_ = false;
  std::size_t limit_, made_ = 0;
  std::list<Prepared> statements_; ///< Last used first.
  std::unordered_map<std::string_view, std::list<Prepared>::iterator> by_text_;
};

/// A transaction, or what stands for one where each statement is by itself.
class PqxxTransaction final : public Transaction {
public:
  PqxxTransaction(Connection& connection, pqxx::transaction_base& work) : connection_(connection), work_(work) {}
  Rows query(std::string_view sql, std::vector<Cell> const& parameters) override;
  void script(std::string_view sql) override { work_.exec(std::string(sql)); }

private:
  Connection& connection_;
  pqxx::transaction_base& work_;
};

/// A failure of a statement that the caller can do something about.
struct Refused : std::runtime_error {
  explicit Refused(Error why) : std::runtime_error(why.detail), error(std::move(why)) {}
  Error error;
};

/// A prepared statement that another schema was made for: with a new connection it would succeed.
struct Outdated : std::runtime_error {
  using std::runtime_error::runtime_error;
};

} // namespace tandem::store
