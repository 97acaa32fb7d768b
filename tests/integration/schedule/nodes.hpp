#pragma once
/// Two nodes on one database, with a coordinator who schedules.

#include "editing/publisher.hpp"
#include "editing/schedule.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {

inline Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();

class Nodes : public testing::Test {
protected:
  std::string const database = test::Cluster::get().fresh_database();
  std::unique_ptr<app::Site> site = test::make_site(database), other = test::make_site(database);
  access::Actor hand = access::command_line();
  editing::Editor editor{site->editing()};
  editing::Publisher publisher{site->editing()};
  editing::Scheduler scheduler{site->editing()}, scheduler_there{other->editing()};
  Timestamp const tomorrow = now() + std::chrono::hours{24};

  /// A new account that holds a role, as a caller.
  access::Actor account(std::string const& name, std::string const& role = "coordinator") {
    Uuid const id = Uuid::parse(site->services().accounts.add(hand, name, {{role}}).value().id).value();
    run("update account set must_change = false where id = $1", {id.text()}); // has chosen a password
    return in<access::Actor>([&](store::Transaction& tx) { return site->services().gate.actor_of(tx, id); });
  }
  template <class Value, class Work> Value in(Work work) {
    return site->database().transact([&](store::Transaction& tx) -> Result<Value> { return work(tx); }).value();
  }
  std::string cell(std::string const& sql, std::vector<store::Cell> const& values = {}) {
    return in<std::string>([&](store::Transaction& tx) { return tx.query(sql, values)[0][0].value_or("null"); });
  }
  void run(std::string const& sql, std::vector<store::Cell> const& values = {}) {
    in<bool>([&](store::Transaction& tx) { return tx.query(sql, values), true; });
  }
  /// Its time came so many hours ago, while no node was there.
  void make_due(Uuid const& id, int hours = 1) {
    run("update scheduled_bundle set at = now() - make_interval(hours => $2), "
        "next_try = now() - make_interval(hours => $2) where id = $1",
        {id.text(), std::to_string(hours)});
  }
  Uuid schedule(access::Actor const& actor, editing::BundleOrder const& order) {
    return scheduler.schedule(actor, order, tomorrow).value().scheduled.bundle.id;
  }
  /// Everything that is due, on this node. Answers how often it tried.
  int carry_out_all() {
    int attempts = 0;
    while (scheduler.carry_out_next(site->services().gate).value()) ++attempts;
    return attempts;
  }
  store::ScheduledBundleRow row(Uuid const& id) {
    return in<store::ScheduledBundleRow>([&](auto& tx) { return *store::find_scheduled_bundle(tx, id); });
  }
  std::string state(Uuid const& id) { return std::string(store::name_of(row(id).state)); }

  /// An entry of a type that nobody has to agree to.
  EntryId authority(std::string const& name, std::string const& slug = "") {
    json::object words{{"name", name}};
    if (!slug.empty()) words["slug"] = slug;
    return editor.create(hand, {"authority", {{shared, {{"position", 1}}}, {nl, words}}, ""}).value().front().entry;
  }
  /// One that points at it.
  EntryId recognition(EntryId const& by) {
    json::object const words{{"title", "Erkend als dienst"}, {"scope", "Hulp aan gedetineerden."}};
    json::object const facts{{"authority", by.text()}, {"kind", "recognised"}, {"position", 1}};
    return editor.create(hand, {"recognition", {{shared, facts}, {nl, words}}, ""}).value().front().entry;
  }
  void change(EntryId const& entry, json::object fields) {
    auto const head = in<std::string>([&](auto& tx) { return store::find_variant(tx, entry, nl)->head_hash; });
    editor.save(hand, {entry, nl, std::move(fields), head, "", {}, false}).value();
  }
  std::optional<int> public_revision(EntryId const& entry) {
    return in<std::optional<int>>([&](auto& tx) {
      auto const open = store::open_publication(tx, entry, nl);
      return open ? std::optional<int>(open->revision) : std::optional<int>();
    });
  }
  std::optional<EntryId> successor(EntryId const& entry) {
    return in<std::optional<EntryId>>([&](auto& tx) { return store::find_entry(tx, entry)->successor; });
  }
  /// Table → digest of all its rows.
  std::map<std::string, std::string> everything() {
    return in<std::map<std::string, std::string>>([](store::Transaction& tx) {
      std::map<std::string, std::string> all;
      for (auto const& table : tx.query("select tablename from pg_tables where schemaname = 'tandem'"))
        all[*table[0]] = tx.query("select coalesce(md5(string_agg(r::text, '|' order by r::text)), '') from " +
                                  *table[0] + " r")[0][0]
                             .value();
      return all;
    });
  }
};

} // namespace tandem
