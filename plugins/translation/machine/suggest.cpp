#include "machine/allowance.hpp"
#include "machine/machine.hpp"

#include <algorithm>

namespace translation::machine {
namespace {

namespace json = tandem::json;
using segments::Content;
using tandem::Result;

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// A text of a field on its way.
struct Draft {
  std::string field, pointer;
  segments::Segmented source;
  std::vector<std::optional<Content>> targets = {};
  std::vector<std::vector<std::string>> problems = {};
};

/// A segment that is sent.
struct Errand {
  std::size_t draft, segment;
  std::string marked;
};

class Errands {
public:
  Errands(tandem::Storage& storage, MachineSettings const& settings, Source const& source)
      : storage_(storage), settings_(settings), source_(source) {}

  Result<Suggestions> run() {
    for (segments::TextField const& field : source_.fields) take_apart(field);
    for (std::size_t next = 0; next < errands_.size();) {
      auto const sent = send(next);
      if (!sent && characters_ == 0) return sent.error();
      if (!sent) leave(next, sent.error());
      next = sent ? *sent : errands_.size();
    }
    Suggestions done{settings_.provider, tandem::format_timestamp(tandem::now()), characters_, {}};
    for (Draft const& draft : drafts_) done.texts.push_back(suggested(draft));
    return done;
  }

private:
  void take_apart(segments::TextField const& field) {
    json::value const* const value = source_.data.if_contains(field.name);
    if (value == nullptr) return;
    for (auto const& [pointer, text] : segments::texts_of(field, *value)) {
      Draft draft{field.name, "/" + tandem::pointer_token(field.name) + pointer,
                  segments::split(text, field.form, source_.from)};
      draft.targets.resize(draft.source.segments.size());
      draft.problems.resize(draft.source.segments.size());
      for (std::size_t i = 0; i < draft.source.segments.size(); ++i) {
        std::string marked = segments::marked(draft.source.segments[i].source);
        if (characters_in(marked) <= settings_.request_characters)
          errands_.push_back({drafts_.size(), i, std::move(marked)});
        else draft.problems[i] = {"longer than what may be sent at once (translation.machine_request_characters)"};
      }
      drafts_.push_back(std::move(draft));
    }
  }

  /// One request, from errand number `first` on; answers which one is next.
  Result<std::size_t> send(std::size_t first) {
    Question question{{}, source_.from, source_.to};
    std::size_t next = first, characters = 0;
    for (; next < errands_.size() && question.texts.size() < most_texts(settings_.provider); ++next) {
      std::size_t const more = characters_in(errands_[next].marked);
      if (characters + more > settings_.request_characters) break;
      characters += more;
      question.texts.push_back(errands_[next].marked);
    }
    // Counted before it is sent, so that many at once do not get round it.
    if (auto ok = take_characters(storage_, characters, settings_.day_characters); !ok) return ok.error();
    auto const answers = ask(settings_, question);
    if (!answers) {
      bool const refused = answers.error().meta.contains("status") && answers.error().meta.at("status") != 200;
      if (refused)
        if (auto ok = give_back(storage_, characters); !ok) return ok.error();
      return answers.error();
    }
    characters_ += characters;
    for (std::size_t i = first; i < next; ++i) receive(errands_[i], (*answers)[i - first]);
    return next;
  }

  /// What has come is paid for, and is given; the others say why there is nothing for them.
  void leave(std::size_t first, tandem::Error const& error) {
    for (std::size_t i = first; i < errands_.size(); ++i)
      drafts_[errands_[i].draft].problems[errands_[i].segment] = {"there is no suggestion: " + error.detail};
  }

  void receive(Errand const& errand, std::string const& answer) {
    Draft& draft = drafts_[errand.draft];
    Content const& source = draft.source.segments[errand.segment].source;
    Result<Content> target = segments::from_marked(
        settings_.provider == Provider::libretranslate ? escaped_again(answer) : answer, source);
    std::vector<std::string>& problems = draft.problems[errand.segment];
    if (!target) problems = {target.error().detail};
    else problems = segments::code_problems(source, *target);
    if (problems.empty()) draft.targets[errand.segment] = std::move(*target);
  }

  static SuggestedText suggested(Draft const& draft) {
    SuggestedText text{draft.field, draft.pointer, {}, {}};
    std::vector<Content> targets;
    for (std::size_t i = 0; i < draft.targets.size(); ++i) {
      SuggestedSegment segment{segments::plain_text(draft.source.segments[i].source)};
      segment.problems = draft.problems[i];
      if (draft.targets[i]) {
        segment.target = segments::plain_text(*draft.targets[i]);
        targets.push_back(*draft.targets[i]);
      }
      text.segments.push_back(std::move(segment));
    }
    if (targets.size() != draft.targets.size()) return text;
    if (Result<std::string> whole = segments::put_back(draft.source, targets); whole) text.text = std::move(*whole);
    else if (json::value const* at = whole.error().meta.if_contains("segment"); at != nullptr && at->is_int64())
      text.segments.at(static_cast<std::size_t>(at->get_int64())).problems.push_back(whole.error().detail);
    return text;
  }

  tandem::Storage& storage_;
  MachineSettings const& settings_;
  Source const& source_;
  std::size_t characters_ = 0;
  std::vector<Draft> drafts_;
  std::vector<Errand> errands_;
};

json::value or_null(std::optional<std::string> const& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

} // namespace

Result<Suggestions> suggest(tandem::Storage& storage, MachineSettings const& settings, Source const& source) {
  return Errands(storage, settings, source).run();
}

json::object suggestions_json(Source const& source, Suggestions const& suggestions) {
  json::array texts;
  for (SuggestedText const& text : suggestions.texts) {
    json::array pieces;
    for (SuggestedSegment const& segment : text.segments)
      pieces.push_back({{"source", segment.source},
                        {"target", or_null(segment.target)},
                        {"problems", json::array(segment.problems.begin(), segment.problems.end())}});
    texts.push_back({{"field", text.field},
                     {"pointer", text.pointer},
                     {"text", or_null(text.text)},
                     {"segments", std::move(pieces)}});
  }
  return {
      {"entry", source.entry.text()},
      {"type", source.type},
      {"locale", source.to.text()},
      {"source", {{"locale", source.from.text()}, {"number", source.revision}}},
      {"marked", {{"machine", true}, {"provider", name_of(suggestions.provider)}, {"made_at", suggestions.made_at}}},
      {"characters", suggestions.characters},
      {"texts", std::move(texts)}};
}

} // namespace translation::machine
