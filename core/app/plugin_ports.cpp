#include "app/plugin_ports.hpp"

#include "editing/batch.hpp"
#include "editing/visible.hpp"

#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

/// A hook that throws takes its request back and is named in the log; the client learns no more than that.
template <class Call> Result<void> guarded(std::string const& plugin, Call call) {
  try {
    return call();
  } catch (std::exception const& thrown) {
    spdlog::error("plugin {}: a hook threw: {}", plugin, thrown.what());
  } catch (...) {
    spdlog::error("plugin {}: a hook threw something that is no exception", plugin);
  }
  return Error{ErrorCode::internal, "the plugin " + plugin + " made a mistake"};
}

/// A transaction as storage.
class WithinTransaction final : public Storage {
public:
  explicit WithinTransaction(store::Transaction& tx) : tx_(tx) {}
  [[nodiscard]] Result<Rows> read(Statement const& statement) override {
    store::Rows const rows = tx_.query(statement.sql, statement.values);
    return Rows(rows.begin(), rows.end());
  }
  [[nodiscard]] Result<Rows> write(std::vector<Statement> const& statements) override {
    Rows last;
    for (Statement const& statement : statements) last = read(statement).value();
    return last;
  }

private:
  store::Transaction& tx_;
};

} // namespace

void ConfiguredSettings::add(std::string key, std::string default_value, std::string description) {
  configuration_.declare({std::move(key), std::move(default_value), std::move(description)});
}

void ConfiguredSettings::add_secret(std::string key, std::string description) {
  Key secret{std::move(key), "", std::move(description)};
  secret.secret = true;
  configuration_.declare(std::move(secret));
}

std::string ConfiguredSettings::get(std::string_view key) const { return configuration_.text(key); }

template <class Work> Result<Rows> PluginStorage::with_database(Work work) {
  store::Database* const database = database_();
  if (database == nullptr) return Error{ErrorCode::unavailable, "there is no database yet"};
  try {
    return work(*database);
  } catch (std::exception const& thrown) {
    spdlog::error("a plugin's statement fails: {}", thrown.what());
    return Error{ErrorCode::internal, "a plugin made a mistake"};
  }
}

Result<Rows> PluginStorage::read(Statement const& statement) {
  return with_database([&](store::Database& database) {
    std::chrono::milliseconds const most{configuration_.number("delivery.timeout_ms")};
    return database.read(most, [&](store::Transaction& tx) { return WithinTransaction(tx).read(statement); });
  });
}

Result<Rows> PluginStorage::write(std::vector<Statement> const& statements) {
  return with_database([&](store::Database& database) {
    return database.transact([&](store::Transaction& tx) { return WithinTransaction(tx).write(statements); });
  });
}

namespace {

void derive(store::Transaction& tx, plugin::RegisteredProjection const& projection, store::Cell const& entries) {
  try {
    tx.query("select " + projection.schema + "." + projection.function + "($1::uuid[])", {entries});
  } catch (std::exception const& thrown) {
    spdlog::error("plugin {}: its projection {} fails: {}", projection.plugin, projection.function, thrown.what());
    throw;
  }
}

/// What it throws may be PostgreSQL's: the transaction is tried again, or lost.
Result<void> follow(plugin::RegisteredFollower const& follower, Changed const& changed) {
  try {
    return follower.run(changed);
  } catch (std::exception const& thrown) {
    spdlog::error("plugin {}: it cannot follow a change: {}", follower.plugin, thrown.what());
    throw;
  }
}

Result<void> follow_all(std::vector<plugin::RegisteredFollower> const& followers, store::Transaction& tx,
                        editing::Hooks::Entries const& entries) {
  if (followers.empty()) return {};
  WithinTransaction storage(tx);
  Changed const changed{entries, storage};
  for (auto const& follower : followers)
    if (auto ok = follow(follower, changed); !ok) return ok;
  return {};
}

access::Target target_of(Subject const& subject) {
  return {subject.type, subject.entry, subject.organisation, subject.locale};
}

} // namespace

Result<void> derive_anew(store::Transaction& tx, plugin::Registered const& registered, std::string const& schema) {
  for (auto const& projection : registered.projections)
    if (projection.schema == schema) derive(tx, projection, std::nullopt);
  WithinTransaction storage(tx);
  Changed const all{std::nullopt, storage};
  for (auto const* const followers : {&registered.followers_of_heads, &registered.followers_of_public})
    for (auto const& follower : *followers)
      if (follower.schema == schema)
        if (auto ok = follow(follower, all); !ok) return ok;
  return {};
}

bool ActingCaller::may(std::string const& permission, Subject const& subject) const {
  return actor_.may(permission, target_of(subject));
}

Result<void> ActingCaller::require(std::string const& permission, Subject const& subject) const {
  return access::require(actor_, permission, target_of(subject));
}

json::array ActingCaller::visible() const {
  return json::parse(store::visible_value(editing::visible_to(actor_)).value()).as_array();
}

Result<std::vector<EntryHeads>> ActingCaller::heads(std::string const& type) const {
  return editing::heads_of(context_, actor_, type);
}

Result<std::vector<EditedVariant>> ActingCaller::edit(Batch const& batch, bool dry_run) const {
  access::Actor actor = actor_;
  actor.through = {{"plugin", plugin_}}; // so the audit says
  return editing::edit_batch(context_, actor, batch, dry_run);
}

editing::Hooks hooks_of(plugin::Registered const& registered) {
  return {[&registered](std::string const& type, EntryId const& entry, Locale const& locale,
                        json::object& data) -> Result<void> {
            for (auto const& hook : registered.before_save)
              if (hook.type == type) {
                BeforeSave event{type, entry, locale, data};
                if (auto ok = guarded(hook.plugin, [&] { return hook.run(event); }); !ok) return ok;
              }
            return {};
          },
          [&registered](std::string const& type, EntryId const& entry, Locale const& locale,
                        json::object const& document) -> Result<void> {
            for (auto const& hook : registered.before_publish)
              if (hook.type == type)
                if (auto ok = guarded(hook.plugin, [&] { return hook.run({type, entry, locale, document}); }); !ok)
                  return ok;
            return {};
          },
          [&registered](store::Transaction& tx, std::optional<std::vector<EntryId>> const& entries) {
            if (registered.projections.empty()) return;
            store::Cell ids;
            if (entries) {
              std::vector<std::string> texts;
              for (EntryId const& entry : *entries) texts.push_back(entry.text());
              ids = store::array_literal(texts);
            }
            for (auto const& projection : registered.projections) derive(tx, projection, ids);
          },
          [&registered](store::Transaction& tx, editing::Hooks::Entries const& entries) {
            return follow_all(registered.followers_of_heads, tx, entries);
          },
          [&registered](store::Transaction& tx, editing::Hooks::Entries const& entries) {
            return follow_all(registered.followers_of_public, tx, entries);
          }};
}

} // namespace tandem::app
