#pragma once
/// Content types: what an entry may hold, declared by one JSON Schema (draft-07) file with the `x-tandem`
/// vocabulary (documented in schemas/README.md, checked here).

#include "content/identity.hpp"
#include "content/json.hpp"
#include "content/schema_validator.hpp"
#include "content/workflow.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

/// How values of a field sort, filter and index.
enum class FieldKind { string, number, integer, boolean, date, date_time, object, array };

/// A top-level property of a content type.
struct Field {
  std::string name;
  FieldKind kind = FieldKind::string;
  bool required = false;
  bool localised = false; ///< A value per locale; otherwise one shared value.
  bool many = false;      ///< A reference field that holds an array of ids.
  bool markdown = false;  ///< String that holds CommonMark.
  bool index = false;     ///< Clients filter and sort by it often.
  bool file = false;      ///< String of format `file`: names a file that is there.
  bool unique = false;    ///< No two public entries of the type (and locale, if localised) share a value.
  std::optional<std::string> reference; ///< Content type the ids in it name.
  std::optional<std::string> slug_from; ///< The field is the slug; made from this field when left out.
  json::object schema;                  ///< The property's schema as written.
};

/// A content type, checked: every invariant of the vocabulary holds.
class ContentType {
public:
  /// Reads a schema document; `formats` are those it may name. Errors carry a pointer into it.
  [[nodiscard]] static Result<ContentType> from_schema(json::value schema,
                                                       Formats const& formats = standard_formats());

  [[nodiscard]] std::string const& name() const { return name_; }
  [[nodiscard]] std::vector<Field> const& fields() const { return fields_; }
  [[nodiscard]] Field const* field(std::string_view name) const;
  [[nodiscard]] Field const* slug() const; ///< The slug field, if the type has one.
  [[nodiscard]] std::string const& title_field() const { return title_field_; }
  [[nodiscard]] bool singleton() const { return singleton_; } ///< At most one entry of the type.
  /// Name of the integer field that gives the default order of lists; empty when not ordered.
  [[nodiscard]] std::string const& ordered_by() const { return ordered_by_; }
  [[nodiscard]] bool has_localised() const; ///< At least one localised field.
  [[nodiscard]] bool has_shared() const;    ///< At least one shared field.
  /// What must be agreed before a revision goes out; none: whoever may publish decides.
  [[nodiscard]] std::optional<Workflow> const& workflow() const { return workflow_; }
  [[nodiscard]] json::object const& schema() const { return schema_; }
  [[nodiscard]] json::object const& labels() const { return labels_; } ///< locale → name of the type for people.

  /// Checks one variant's data as a draft: every field is known, belongs in that variant (shared or localised)
  /// and is well-formed; required fields may still be missing. Pointers start at the field ("/title").
  [[nodiscard]] Result<void> check_draft(json::object const& data, Locale const& locale) const;

  /// Checks a whole document (shared and localised fields merged) as it would go public.
  [[nodiscard]] Result<void> check_complete(json::object const& document) const;

private:
  ContentType() = default;
  [[nodiscard]] Result<void> read_root(); ///< Everything but the two validators, out of schema_.

  std::string name_, title_field_, ordered_by_;
  bool singleton_ = false;
  std::vector<Field> fields_;
  std::optional<Workflow> workflow_;
  json::object schema_, labels_;
  std::shared_ptr<SchemaValidator const> draft_, complete_; // immutable, shared by copies
};

/// All content types loaded, by name. Built once at start, then read by every thread.
class ContentTypes {
public:
  /// Makes a string format known to the types added afterwards; refuses a name that is taken.
  [[nodiscard]] Result<void> add_format(std::string name, FormatCheck check);
  /// Adds a type; refuses a name that is taken.
  [[nodiscard]] Result<void> add(ContentType type);
  /// Adds every `*.json` of a folder, by file name. `detail` of an error is one line: file, pointer and reason.
  [[nodiscard]] Result<void> add_folder(std::filesystem::path const& folder);
  /// To be called once all are added: every reference names a type that exists. Errors name file and pointer too.
  [[nodiscard]] Result<void> check_references() const;
  /// To be called once roles are known: every workflow speaks of roles and authorities that exist.
  [[nodiscard]] Result<void> check_workflows(std::vector<std::string> const& roles,
                                             std::vector<std::string> const& authorities) const;
  [[nodiscard]] ContentType const* find(std::string_view name) const;
  [[nodiscard]] std::map<std::string, ContentType, std::less<>> const& all() const { return types_; }

private:
  [[nodiscard]] Result<void> add_file(std::filesystem::path const& path);
  /// A refusal with the name of the type's file in front.
  [[nodiscard]] Error mistake_in(std::string const& type, std::string detail, std::string pointer) const;

  std::map<std::string, ContentType, std::less<>> types_;
  std::map<std::string, std::string, std::less<>> files_; ///< Name of the file a type was read from.
  Formats formats_ = standard_formats();
};

/// A referenced entry and the pointer of the reference ("/organisation", "/audiences/2").
struct Reference {
  std::string pointer;
  EntryId target;
  std::string target_type;
};

/// Every reference in `data`, in document order. Values that are not ids are skipped (validation names them).
[[nodiscard]] std::vector<Reference> references_of(ContentType const& type, json::object const& data);

/// A file that `data` names and the pointer of the field.
struct NamesFile {
  std::string pointer;
  std::string sha256;
};
/// Every file named in `data`. Values that are no names of files are skipped (validation names them).
[[nodiscard]] std::vector<NamesFile> files_of(ContentType const& type, json::object const& data);
/// Their names alone.
[[nodiscard]] std::vector<std::string> names_of(std::vector<NamesFile> const& files);

} // namespace tandem
