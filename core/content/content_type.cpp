#include "content/content_type.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace tandem {
namespace {

Error refusal(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

/// The error with the file and the place in front, for the one line that stops the start.
Error in_file(std::string const& file, Error error) {
  if (!file.empty())
    error.detail = file + (error.pointer.empty() ? "" : " at " + error.pointer) + ": " + error.detail;
  return error;
}

Result<std::string> text_of(std::filesystem::path const& file) {
  std::error_code ec; // a folder can be opened like a file, and then reads as nothing
  std::ifstream in(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, ec) || !in) return refusal("cannot be read", "");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

} // namespace

Field const* ContentType::field(std::string_view name) const {
  auto const found = std::find_if(fields_.begin(), fields_.end(), [&](Field const& f) { return f.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

Field const* ContentType::slug() const {
  auto const found =
      std::find_if(fields_.begin(), fields_.end(), [](Field const& f) { return f.slug_from.has_value(); });
  return found == fields_.end() ? nullptr : &*found;
}

bool ContentType::has_localised() const {
  return std::any_of(fields_.begin(), fields_.end(), [](Field const& f) { return f.localised; });
}
bool ContentType::has_shared() const {
  return std::any_of(fields_.begin(), fields_.end(), [](Field const& f) { return !f.localised; });
}

Result<void> ContentType::check_draft(json::object const& data, Locale const& locale) const {
  std::vector<Error> errors;
  for (auto const& member : data) {
    std::string const name(member.key());
    Field const* known = field(name);
    if (known == nullptr) {
      errors.push_back(refusal("the type " + name_ + " has no field " + name, "/" + pointer_token(name)));
    } else if (known->localised == locale.is_shared()) {
      errors.push_back(refusal(known->localised ? "is written per language: send it to a locale's variant"
                                                : "is shared by all languages: send it to the shared variant",
                               "/" + name));
    }
  }
  if (!errors.empty()) return as_one(std::move(errors));
  return draft_->validate(data);
}

Result<void> ContentType::check_complete(json::object const& document) const { return complete_->validate(document); }

Result<void> ContentTypes::add_format(std::string name, FormatCheck check) {
  if (!formats_.emplace(name, std::move(check)).second)
    return Error{ErrorCode::conflict, "the format " + name + " is known already"};
  return {};
}

Result<void> ContentTypes::add(ContentType type) {
  std::string const name = type.name();
  if (!types_.emplace(name, std::move(type)).second)
    return Error{ErrorCode::conflict, "the content type " + name + " is declared twice"};
  return {};
}

Result<void> ContentTypes::add_folder(std::filesystem::path const& folder) {
  std::error_code ec;
  std::set<std::filesystem::path> files;
  for (auto const& item : std::filesystem::directory_iterator(folder, ec))
    if (item.path().extension() == ".json") files.insert(item.path());
  if (ec) return Error{ErrorCode::invalid_content, "the schema folder " + folder.string() + " cannot be read"};
  for (auto const& path : files)
    if (auto ok = add_file(path); !ok) return in_file(path.filename().string(), ok.error());
  return {};
}

Result<void> ContentTypes::add_file(std::filesystem::path const& path) {
  Result<std::string> const text = text_of(path);
  if (!text) return text.error();
  Result<json::value> document = parse_json(*text, 64);
  if (!document) return document.error();
  Result<ContentType> type = ContentType::from_schema(std::move(*document), formats_);
  if (!type) return type.error();
  std::string const name = type->name();
  if (auto const before = files_.find(name); before != files_.end())
    return Error{ErrorCode::conflict, "the content type " + name + " is declared in " + before->second + " already",
                 "/x-tandem/type"};
  if (auto ok = add(std::move(*type)); !ok) return ok;
  files_[name] = path.filename().string();
  return {};
}

Error ContentTypes::mistake_in(std::string const& type, std::string detail, std::string pointer) const {
  auto const file = files_.find(type);
  return in_file(file == files_.end() ? "" : file->second, refusal(std::move(detail), std::move(pointer)));
}

Result<void> ContentTypes::check_references() const {
  for (auto const& [name, type] : types_)
    for (Field const& field : type.fields())
      if (field.reference && !types_.contains(*field.reference))
        return mistake_in(name, "the type " + name + " refers to " + *field.reference + ", which is not loaded",
                          "/properties/" + field.name + "/x-tandem/reference");
  return {};
}

Result<void> ContentTypes::check_workflows(std::vector<std::string> const& roles,
                                           std::vector<std::string> const& authorities) const {
  std::string const pointer = "/x-tandem/workflow";
  for (auto const& [name, type] : types_) {
    if (!type.workflow()) continue;
    if (type.workflow()->each_authority && authorities.empty())
      return mistake_in(name, "each authority is to sign, but the file of roles names none", pointer + "/sign_off");
    if (!type.workflow()->review) continue;
    std::vector<std::string> const& by = type.workflow()->review->by;
    for (std::size_t i = 0; i < by.size(); ++i)
      if (std::find(roles.begin(), roles.end(), by[i]) == roles.end())
        return mistake_in(name, "there is no role " + by[i], pointer + "/review/by/" + std::to_string(i));
  }
  return {};
}

ContentType const* ContentTypes::find(std::string_view name) const {
  auto const found = types_.find(name);
  return found == types_.end() ? nullptr : &found->second;
}

std::vector<Reference> references_of(ContentType const& type, json::object const& data) {
  std::vector<Reference> references;
  auto const append = [&](json::value const& id, std::string pointer, std::string const& target_type) {
    if (!id.is_string()) return;
    Result<Uuid> target = Uuid::parse({id.get_string().data(), id.get_string().size()});
    if (target) references.push_back({std::move(pointer), std::move(*target), target_type});
  };
  for (Field const& field : type.fields()) {
    json::value const* value = field.reference ? data.if_contains(field.name) : nullptr;
    if (value == nullptr) continue;
    if (!field.many) append(*value, "/" + field.name, *field.reference);
    else if (json::array const* ids = value->if_array())
      for (std::size_t i = 0; i < ids->size(); ++i)
        append((*ids)[i], "/" + field.name + "/" + std::to_string(i), *field.reference);
  }
  return references;
}

std::vector<NamesFile> files_of(ContentType const& type, json::object const& data) {
  std::vector<NamesFile> files;
  for (Field const& field : type.fields())
    if (std::string_view const sha256 = string_member(data, field.name); field.file && sha256.size() == 64)
      files.push_back({"/" + field.name, std::string(sha256)});
  return files;
}

std::vector<std::string> names_of(std::vector<NamesFile> const& files) {
  std::vector<std::string> names;
  for (NamesFile const& file : files) names.push_back(file.sha256);
  return names;
}

} // namespace tandem
