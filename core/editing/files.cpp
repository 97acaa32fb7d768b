#include "editing/files.hpp"

#include "store/files.hpp"

namespace tandem::editing {

Result<void> check_files(store::Transaction& tx, std::vector<NamesFile> const& files) {
  if (files.empty()) return {};
  std::set<std::string> const there = store::hold_files(tx, names_of(files));
  for (NamesFile const& file : files)
    if (!there.contains(file.sha256))
      return Error{ErrorCode::invalid_content, "there is no file " + file.sha256 + ": upload it first", file.pointer};
  return {};
}

Result<void> check_alternative(store::Transaction& tx, ContentType const& type, json::object const& document) {
  if (type.name() != "media" || !string_member(document, "alternative").empty()) return {};
  json::value const* decorative = document.if_contains("decorative");
  if (decorative != nullptr && decorative->is_bool() && decorative->get_bool()) return {};
  auto const file = store::find_file(tx, std::string(string_member(document, "file")));
  if (!file || !file->media_type.starts_with("image/")) return {};
  return Error{ErrorCode::invalid_content,
               "a picture needs an alternative text in this language, or has to be marked as decorative",
               "/alternative"};
}

} // namespace tandem::editing
