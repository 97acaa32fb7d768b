#pragma once
/// Listens for what other nodes did, on a connection of its own.

#include <functional>
#include <memory>
#include <string>

namespace tandem::store {

class Listener {
public:
  /// Calls `woken`, on a thread of its own, whenever `channel` is notified, whenever the connection was made (again),
  /// and every second at least, from now until its end. What was told while there was no connection is lost: `woken`
  /// compares numbers. It must not throw.
  Listener(std::string connection, std::string channel, std::function<void()> woken);
  ~Listener();
  Listener(Listener const&) = delete;
  Listener& operator=(Listener const&) = delete;

private:
  struct Running;
  std::unique_ptr<Running> running_;
};

} // namespace tandem::store
