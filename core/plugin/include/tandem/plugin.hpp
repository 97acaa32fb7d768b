#pragma once
/// The SDK: all that a plugin of Tandem may include.
///
/// A plugin is a shared object in a folder of its own, `<plugins>/<name>/<name>.so`, with its schemas and
/// migrations beside it. It exports one descriptor (see TANDEM_PLUGIN at the end). The host checks the
/// descriptor's SDK version and build tag before any code of the plugin runs, then calls `register_with`
/// once, before the server listens.
///
///   class Directory final : public tandem::Plugin {
///     void register_with(tandem::Host& host) override { host.content_types("schemas"); … }
///   };
///   TANDEM_PLUGIN(Directory, "services_directory", "0.1.0")

#include "content/batch.hpp"
#include "content/error.hpp"
#include "content/facts/differences.hpp"
#include "content/facts/phone.hpp"
#include "content/identity.hpp"
#include "content/json.hpp"
#include "content/timestamp.hpp"
#include "http/client.hpp"
#include "http/message.hpp"

#include <boost/version.hpp>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Bumped when a plugin built against an older SDK could misbehave with this one.
#define TANDEM_SDK_VERSION 5

namespace tandem {

using http::Method;
using http::Request;
using http::Response;
using http::Stream;

/// What a caller must hold to be let through a route. There is no default: every route states one.
class Permission {
public:
  /// A permission by name ("entry.edit"), granted to roles in config/roles.json. The name must be one the core
  /// knows or one declared with `Host::permission`.
  explicit Permission(std::string name) : name_(std::move(name)) {}
  [[nodiscard]] std::string const& name() const { return name_; }
  [[nodiscard]] bool is_public() const { return name_ == "public"; }
  [[nodiscard]] bool is_signed_in() const { return name_ == "signed-in"; }

private:
  std::string name_;
};

/// Anyone, without credentials.
inline Permission const Public{"public"};
/// Any account that is signed in.
inline Permission const SignedIn{"signed-in"};

/// One parameter of a route, for /openapi.json.
struct ParameterDoc {
  std::string name;
  std::string description;
  bool required = false;
  json::object schema = {{"type", "string"}}; ///< JSON Schema of the value.
  json::value example = nullptr;              ///< Used by the test that calls every operation.
  std::string in = "query";                   ///< Or "header".
};

/// What /openapi.json says of a route.
struct RouteDoc {
  std::string summary;
  std::vector<ParameterDoc> parameters = {};
  json::object request_body = {}; ///< JSON Schema of the body; empty when the route takes none.
  json::object response = {};     ///< JSON Schema of a 2xx body; empty for "a JSON:API document".
  std::string media_type = "application/vnd.api+json";
  bool request_body_required = true; ///< Where there is a schema of the body: it cannot be left out.
  std::string request_media_type = "application/vnd.api+json";
  /// Other media types of a 2xx body, for those who ask for them in Accept: JSON Schema of each.
  json::object other_media = {};
};

/// What a permission is asked for: an entry, or one of its variants.
struct Subject {
  std::string type;                         ///< Content type.
  std::optional<EntryId> entry = {};        ///< None for one that is about to be made.
  std::optional<EntryId> organisation = {}; ///< Whose entry it is; none: nobody's.
  std::optional<Locale> locale = {};        ///< None: the entry as a whole, in all its variants.
};

/// Who sent a request, and what they may do. Valid while the handler runs.
class Caller {
public:
  virtual ~Caller() = default;
  [[nodiscard]] virtual std::string const& name() const = 0;               ///< Of the account; "" for the public.
  [[nodiscard]] virtual bool may(std::string const& permission) const = 0; ///< In some scope at least.
  [[nodiscard]] virtual bool may(std::string const& permission, Subject const& subject) const = 0;
  /// `forbidden` (for the public `unauthenticated`) that says which grant is missing.
  [[nodiscard]] virtual Result<void> require(std::string const& permission, Subject const& subject) const = 0;
  /// Entries of which the caller may read some variant, for a condition of SQL: objects of `types`, `organisations`
  /// and `entries` (arrays; null does not limit), of which an entry must fit one. Languages are still to be asked
  /// about with `may`.
  [[nodiscard]] virtual json::array visible() const = 0;
  /// Like Host::heads, of the variants that the caller may read; entries of which they may read none are left out.
  [[nodiscard]] virtual Result<std::vector<EntryHeads>> heads(std::string const& type) const = 0;
  /// Like Host::edit, with the caller's grants and in their name.
  [[nodiscard]] virtual Result<std::vector<EditedVariant>> edit(Batch const& batch, bool dry_run) const = 0;
};

/// Handles a request of a plugin's route; runs on a worker thread and may block. Its response may be a stream, which
/// counts among the server's (`Response::stream`); the plugin outlives it.
using RouteHandler = std::function<Result<Response>(Request const&)>;
/// The same, for a route whose answer depends on who asks.
using CallerHandler = std::function<Result<Response>(Request const&, Caller const&)>;

/// An edit about to be stored. Runs in the edit's transaction, before validation: the hook must bear data of any
/// shape, and may change it, or refuse.
struct BeforeSave {
  std::string type;
  EntryId entry;
  Locale locale;      ///< `Locale::shared()` for the fields that all languages share.
  json::object& data; ///< All fields of the variant as they would be stored; validated afterwards.
};
using BeforeSaveHook = std::function<Result<void>(BeforeSave&)>;

/// A variant about to go public. Runs in the publishing transaction; the hook may refuse.
struct BeforePublish {
  std::string type;
  EntryId entry;
  Locale locale;
  json::object const& document; ///< Shared and localised fields merged, as the public would see them.
};
using BeforePublishHook = std::function<Result<void>(BeforePublish const&)>;

/// A variant that went public or was withdrawn. Delivered from the outbox after the transaction, at least once,
/// in order per entry; a failure is tried again later.
struct AfterPublish {
  std::string type;
  EntryId entry;
  Locale locale;
  bool published; ///< false: withdrawn.
  std::string bundle;
};
using AfterPublishHook = std::function<Result<void>(AfterPublish const&)>;

/// A plugin's keys in tandem.conf. Values are read from command line, environment and file like the core's.
class Settings {
public:
  virtual ~Settings() = default;
  /// Declares a key ("directory.timezone"); a key that nobody declares is an error of the configuration.
  virtual void add(std::string key, std::string default_value, std::string description) = 0;
  /// The value in force. Throws std::logic_error for a key that was not declared.
  [[nodiscard]] virtual std::string get(std::string_view key) const = 0;
  /// Declares a key whose value is a secret: `tandem config show` masks it. Empty without one.
  virtual void add_secret(std::string key, std::string description) = 0;
};

/// A statement of SQL with the values of $1, $2 …, as PostgreSQL writes them in text; nullopt is NULL.
struct Statement {
  std::string sql;
  std::vector<std::optional<std::string>> values = {};
};
/// A row of an answer, in the same form.
using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;

/// The plugin's tables, in its schema `tandem_<plugin>` (write their names with it), and what delivery reads: the
/// rows of `tandem.published`. Not for use while registering. What a statement throws is logged, and the plugin is
/// told `internal`; without a database, or past its time, `unavailable`.
class Storage {
public:
  virtual ~Storage() = default;
  /// One statement that changes nothing, with delivery's timeout; prepared from its second use on.
  [[nodiscard]] virtual Result<Rows> read(Statement const& statement) = 0;
  /// All of them or none, in one transaction. The rows of the last.
  [[nodiscard]] virtual Result<Rows> write(std::vector<Statement> const& statements) = 0;
};

/// Content that changed, inside the transaction that changes it.
struct Changed {
  /// Which entries; none: all, to derive everything anew (`tandem reindex`, after a migration of the plugin).
  std::optional<std::vector<EntryId>> entries;
  /// Reads what the transaction has done, also tables of the core; what is written stays or goes with it. What a
  /// statement throws must not be caught: the transaction is lost then.
  Storage& transaction;
};
/// Runs in that transaction. An error takes it back, and is the answer to who asked for the change.
using ChangeHook = std::function<Result<void>(Changed const&)>;

/// What the host offers to a plugin while it registers. Every call registers something; anything wrong throws,
/// and the start is refused with one line that names the plugin. The host outlives the plugin.
class Host {
public:
  virtual ~Host() = default;

  virtual Settings& settings() = 0;
  /// SQL files of a folder beside the plugin, `NNNN_name.sql`, run once each, in order, in the plugin's own
  /// schema `tandem_<plugin>`.
  virtual void migrations(std::string_view folder) = 0;
  /// What the plugin derives from published content: `function` is a function of its schema over `uuid[]`. It is
  /// called in every transaction that changes what is public, with the entries concerned, when `tandem.published`
  /// says already what it will say; and with null, to derive everything anew, by `tandem reindex` and after a
  /// migration of the plugin. So whoever reads sees both changed or neither. What it raises takes the transaction
  /// back.
  virtual void projection(std::string function) = 0;
  /// Called in every transaction that changes the heads of entries, after it did: made, saved, restored, imported,
  /// deleted, brought back.
  virtual void follow_heads(ChangeHook hook) = 0;
  /// Called in every transaction that changes what is public, whatever brought it about (a request, a schedule, an
  /// import, the command line), when all of it is done and all projections have followed: `tandem.published` says
  /// what it will say. The hook sees a bundle as a whole, and may refuse.
  virtual void follow_public(ChangeHook hook) = 0;
  /// What delivery says of each resource object besides: the member `name` of its `meta`. `function` is a function
  /// of the plugin's schema, (entry uuid, locale text, instant timestamptz) returns jsonb, stable; null where there
  /// is nothing to say. `instant` is null for now. What it answers may change only when the entry's publications do.
  /// Not asked of previews.
  virtual void resource_meta(std::string name, std::string function) = 0;
  /// Called once, when all content types of the core and of all plugins are known, by name: for settings that name
  /// some. What it refuses stops the start.
  virtual void check_types(std::function<Result<void>(std::vector<std::string> const& types)> check) = 0;
  /// JSON Schema files of a folder beside the plugin, one content type each.
  virtual void content_types(std::string_view folder) = 0;
  /// A string format for schemas. Register it before the content types that use it.
  virtual void format(std::string name, std::function<bool(std::string_view)> check) = 0;
  virtual void before_save(std::string type, BeforeSaveHook hook) = 0;
  virtual void before_publish(std::string type, BeforePublishHook hook) = 0;
  virtual void after_publish(std::string type, AfterPublishHook hook) = 0;
  /// Declares a permission that roles may hold, with what it allows.
  virtual void permission(std::string name, std::string description) = 0;
  /// A route under the plugin's own prefix, "/reading-room/v1/…". A pattern is literal segments and {captures};
  /// a literal wins over a capture, and "{name...}" at the end captures the rest. GET also answers HEAD.
  virtual void route(Method method, std::string pattern, Permission permission, RouteHandler handler,
                     RouteDoc doc) = 0;
  virtual void route(Method method, std::string pattern, Permission permission, CallerHandler handler,
                     RouteDoc doc) = 0;
  /// Work that one node does each `every_seconds` (60 to 31 536 000); runs on a background thread.
  virtual void job(std::string name, unsigned every_seconds, std::function<Result<void>()> run) = 0;
  /// A verb of the command line: `tandem plugins run <plugin> <name> [arguments]`. Returns the exit code.
  virtual void command(std::string name, std::string description,
                       std::function<int(std::vector<std::string> const& arguments)> run) = 0;

  /// Reads published content as a web client would: `target` is a path and query under /api/v1
  /// ("/api/v1/service?locale=nl&include=organisation"). The JSON:API document, or the error a client would get.
  /// For use in handlers, hooks and jobs, not while registering.
  [[nodiscard]] virtual Result<json::object> read(std::string_view target) = 0;
  /// For use in handlers, jobs and commands. Lives as long as the host.
  virtual Storage& storage() = 0;
  /// Asked to stop when the server begins to: long work of a job ends early then, within a second or two.
  [[nodiscard]] virtual std::stop_token stopping() const = 0;

  /// The heads of all entries of a type, public or not, as their coordinators see them; by id.
  ///
  /// This and `edit` are for commands and jobs alone: there the plugin acts for the program itself, which may do
  /// everything. Elsewhere, so also in handlers, where somebody with fewer rights may be asking: `forbidden`.
  [[nodiscard]] virtual Result<std::vector<EntryHeads>> heads(std::string const& type) = 0;
  /// Makes and edits entries, all of them or none, in one transaction with all rules of editing: draft of the content
  /// type, before_save hooks, references (also among new entries), slugs; the audit names the plugin and its command
  /// or job. All of it are drafts: who may publish them does. `dry_run`: the same, and nothing stays.
  /// Errors: everything found at once (`further`), each with meta.index and meta.entry of the entry, meta.variant and
  /// a pointer into that variant's data. `stale`: a head is not the one of `if_match` any more; read it again.
  [[nodiscard]] virtual Result<std::vector<EditedVariant>> edit(Batch const& batch, bool dry_run) = 0;
};

/// Base of every plugin. Made once after the checks, destroyed at shutdown after the server stopped.
class Plugin {
public:
  virtual ~Plugin() = default;
  /// What the plugin registers, and when it runs, reads top to bottom in this one function.
  virtual void register_with(Host& host) = 0;
};

/// Exported by every plugin as `tandem_plugin`. Plain data first, so that the host can check it before it runs
/// any code of the plugin.
struct PluginDescriptor {
  unsigned sdk_version;  ///< TANDEM_SDK_VERSION the plugin was built with.
  char const* build_tag; ///< Compiler and Boost version: C++ values cross the boundary.
  char const* name;      ///< Also the folder's and the library's name.
  char const* version;
  Plugin* (*make)(); ///< Ownership goes to the host.
};

#define TANDEM_STRINGIZE_(x) #x
#define TANDEM_STRINGIZE(x) TANDEM_STRINGIZE_(x)
/// Same on both sides or the plugin is refused: values of these libraries cross the boundary.
#define TANDEM_BUILD_TAG "gcc " TANDEM_STRINGIZE(__GNUC__) " boost " BOOST_LIB_VERSION

#define TANDEM_PLUGIN(Class, Name, Version)                                                                          \
  extern "C" __attribute__((visibility("default"))) tandem::PluginDescriptor const tandem_plugin;                    \
  extern "C" tandem::PluginDescriptor const tandem_plugin = {TANDEM_SDK_VERSION, TANDEM_BUILD_TAG, Name, Version,    \
                                                             []() -> tandem::Plugin* { return new Class; }};

} // namespace tandem
