#include "api/bundle_order.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"

namespace tandem::api {
namespace {

using editing::Action;
using editing::BundleItem;

constexpr std::string_view attributes_pointer = "/data/attributes";

Error malformed(std::string detail, std::string pointer) {
  return {ErrorCode::malformed_document, std::move(detail), std::move(pointer)};
}

Result<std::optional<EntryId>> entry_member(json::object const& object, std::string_view name,
                                            std::string const& pointer) {
  if (!object.contains(name)) return std::optional<EntryId>();
  Result<Uuid> const id = Uuid::parse(string_member(object, name));
  if (!id) return malformed("must be the id of an entry", pointer + "/" + std::string(name));
  return std::optional(*id);
}

Result<bool> bool_member(json::object const& attributes, std::string_view name) {
  json::value const* value = attributes.if_contains(name);
  if (value == nullptr) return false;
  if (!value->is_bool())
    return malformed("must be true or false", std::string(attributes_pointer) + "/" + std::string(name));
  return value->get_bool();
}

/// `publish` or `unpublish`; none when there is no such member.
Result<std::optional<Action>> action_member(json::object const& object, std::string_view name,
                                            std::string const& pointer) {
  if (!object.contains(name)) return std::optional<Action>();
  std::string_view const action = string_member(object, name);
  if (action == "publish") return std::optional(Action::publish);
  if (action == "unpublish") return std::optional(Action::unpublish);
  return malformed("must be publish or unpublish", pointer + "/" + std::string(name));
}

Result<BundleItem> item_of(json::value const& value, std::optional<Action> const& kind, std::string const& pointer) {
  if (!value.is_object()) return malformed("must be an object", pointer);
  json::object const& object = value.get_object();
  if (auto ok = only_members(object, {"entry", "locale", "revision", "action", "successor"}, pointer); !ok)
    return ok.error();
  Result<Uuid> const entry = Uuid::parse(string_member(object, "entry"));
  if (!entry) return malformed("must be the id of an entry", pointer + "/entry");
  BundleItem item{*entry};
  if (object.contains("locale")) {
    Result<Locale> const locale = Locale::parse(string_member(object, "locale"));
    if (!locale) return locale.error().at(pointer + "/locale");
    item.locale = *locale;
  }
  if (object.contains("revision")) {
    Result<int> const revision = revision_number(object, pointer);
    if (!revision) return revision.error();
    item.revision = *revision;
  }
  auto const action = action_member(object, "action", pointer);
  if (!action) return action.error();
  if (!*action && !kind) return malformed("must be publish or unpublish", std::string(attributes_pointer) + "/kind");
  item.action = *action ? **action : *kind;
  auto const successor = entry_member(object, "successor", pointer);
  if (!successor) return successor.error();
  item.successor = *successor;
  return item;
}

Result<std::vector<BundleItem>> items_of(json::object const& attributes, std::optional<Action> const& kind,
                                         std::size_t most) {
  Result<json::array> const items = items_member(attributes, most);
  if (!items) return items.error();
  std::vector<BundleItem> all;
  for (json::value const& value : *items) {
    Result<BundleItem> item =
        item_of(value, kind, std::string(attributes_pointer) + "/items/" + std::to_string(all.size()));
    if (!item) return item.error();
    all.push_back(std::move(*item));
  }
  return all;
}

/// An instant with its offset: a date alone would be midnight of another place.
Result<std::optional<Timestamp>> instant_member(json::object const& attributes) {
  if (!attributes.contains("at")) return std::optional<Timestamp>();
  std::string_view const text = string_member(attributes, "at");
  Result<Timestamp> const at = parse_timestamp(text);
  if (!at || text.find_first_of("Tt") == std::string_view::npos)
    return Error{ErrorCode::invalid_content, "must be a date, time and offset, as 2019-04-01T00:00:00+02:00",
                 std::string(attributes_pointer) + "/at"};
  return std::optional(*at);
}

} // namespace

Result<BundleRequest> bundle_request(http::Request const& request, std::size_t max_depth, std::size_t most_items) {
  Result<json::object> const attributes = attributes_of(
      request, max_depth, "bundle", {"kind", "items", "message", "force", "successor", "dry_run", "at"});
  if (!attributes) return attributes.error();
  std::string const pointer(attributes_pointer);
  auto const kind = action_member(*attributes, "kind", pointer);
  if (!kind) return kind.error();
  auto items = items_of(*attributes, *kind, most_items);
  if (!items) return items.error();
  auto const force = bool_member(*attributes, "force");
  if (!force) return force.error();
  auto const successor = entry_member(*attributes, "successor", pointer);
  if (!successor) return successor.error();
  auto const dry_run = bool_member(*attributes, "dry_run");
  if (!dry_run) return dry_run.error();
  auto const at = instant_member(*attributes);
  if (!at) return at.error();
  std::string message(string_member(*attributes, "message"));
  return BundleRequest{{std::move(*items), std::move(message), *force, *successor}, *dry_run, *at};
}

Result<std::string> message_of(http::Request const& request, std::size_t max_depth) {
  if (request.body.empty()) return std::string();
  Result<json::object> const attributes = attributes_of(request, max_depth, "bundle", {"message"});
  if (!attributes) return attributes.error();
  return std::string(string_member(*attributes, "message"));
}

} // namespace tandem::api
