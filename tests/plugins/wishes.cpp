/// Leaves notes for the coordinators, as drafts. Command: tandem plugins run wishes note TITLE [--dry-run].
/// Route: /wishes/v1/drafts, which may not read them: anyone may be asking.

#include <tandem/plugin.hpp>

#include <iostream>

namespace {

class Wishes final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.command("note", "leave a note", [&host](std::vector<std::string> const& words) {
      tandem::EntryEdit note{tandem::Uuid::make(), "note", true};
      note.variants[tandem::Locale::parse("nl").value()].fields = {{"title", words.at(0)}};
      auto const made = host.edit({{note}, "uit de leeszaal"}, words.size() > 1 && words[1] == "--dry-run");
      if (!made) std::cerr << made.error().detail << "\n";
      else std::cout << made->at(0).entry.text() << " of " << host.heads("note")->size() << "\n";
      return made ? 0 : 1;
    });
    host.route(tandem::Method::get, "/wishes/v1/drafts", tandem::Public,
               [&host](tandem::Request const&) -> tandem::Result<tandem::Response> {
                 auto const drafts = host.heads("note");
                 if (!drafts) return drafts.error();
                 return tandem::Response{200};
               },
               {"Drafts, which nobody gets"});
  }
};

} // namespace

TANDEM_PLUGIN(Wishes, "wishes", "1.0.0")
