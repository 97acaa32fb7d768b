#include "machine/route.hpp"

#include "answer.hpp"
#include "limits.hpp"
#include "machine/source.hpp"

namespace translation::machine {
namespace {

namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Request;
using tandem::Response;
using tandem::Result;

constexpr char const* attributes_pointer = "/data/attributes";

Error at(std::string const& pointer, std::string detail) {
  return {ErrorCode::invalid_content, std::move(detail), attributes_pointer + pointer};
}

Result<Wanted> wanted_of(Request const& request) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  Result<json::object> const said = attributes_of(request, "suggestion", {"entry", "from", "to", "fields"});
  if (!said) return said.error();
  Wanted wanted;
  for (auto const& [name, text] : {std::pair{"entry", &wanted.entry}, {"from", &wanted.from}, {"to", &wanted.to}}) {
    json::value const* const value = said->if_contains(name);
    if (value == nullptr || !value->is_string()) return at(std::string("/") + name, "must be given, as a string");
    *text = value->get_string();
  }
  json::value const* const fields = said->if_contains("fields");
  if (fields == nullptr) return wanted;
  if (!fields->is_array()) return at("/fields", "must be an array of names of fields");
  for (json::value const& field : fields->get_array()) {
    if (!field.is_string())
      return at("/fields/" + std::to_string(wanted.fields.size()), "must be the name of a field");
    wanted.fields.emplace_back(field.get_string());
  }
  return wanted;
}

/// Gives its turn back.
class Turn {
public:
  explicit Turn(Turns& turns) : turns_(turns), mine_(turns.try_acquire()) {}
  ~Turn() {
    if (mine_) turns_.release();
  }
  Turn(Turn const&) = delete;
  Turn& operator=(Turn const&) = delete;
  explicit operator bool() const { return mine_; }

private:
  Turns& turns_;
  bool mine_;
};

} // namespace

Result<Response> answer_suggestions(tandem::Host& host, std::optional<MachineSettings> const& settings, Turns& turns,
                                    Request const& request, tandem::Caller const& caller) {
  Result<Wanted> const wanted = wanted_of(request);
  if (!wanted) return wanted.error();
  // To those who may not read the source there is no such entry.
  auto const allowed = [&](tandem::Subject subject, tandem::Locale const& to) -> Result<void> {
    if (!caller.may("entry.read", subject)) return Error{ErrorCode::not_found, "there is no such entry"};
    subject.locale = to;
    return caller.require("entry.translate", subject);
  };
  Result<Source> const source = find_source(host.storage(), locales_of(host.settings()), *wanted, allowed);
  if (!source) {
    Error error = source.error();
    if (!error.pointer.empty()) error.pointer = attributes_pointer + error.pointer;
    return error;
  }
  if (!settings) return Error{ErrorCode::conflict, "machine translation is off: see the setting translation.machine"};
  Turn const turn(turns);
  if (!turn) {
    Error busy{ErrorCode::too_many_requests, "others are waiting for the machine: try again in a moment"};
    busy.meta["retry_after"] = 5;
    return busy;
  }
  Result<Suggestions> const done = suggest(host.storage(), *settings, *source);
  if (!done) return done.error();
  return document(200, {{"type", "suggestion"},
                        {"id", source->entry.text() + ":" + source->to.text()},
                        {"attributes", suggestions_json(*source, *done)}});
}

tandem::RouteDoc suggestions_doc() {
  tandem::RouteDoc doc{"Asks the machine how fields of a draft could be translated; nothing is saved"};
  json::object const text{{"type", "string"}};
  json::object const attributes{
      {"type", "object"},
      {"required", {"entry", "from", "to"}},
      {"additionalProperties", false},
      {"properties",
       {{"entry", text}, {"from", text}, {"to", text}, {"fields", {{"type", "array"}, {"items", text}}}}}};
  json::object const data{{"type", "object"},
                          {"required", {"type", "attributes"}},
                          {"properties", {{"type", {{"const", "suggestion"}}}, {"attributes", attributes}}}};
  doc.request_body = {{"type", "object"}, {"required", {"data"}}, {"properties", {{"data", data}}}};
  return doc;
}

} // namespace translation::machine
