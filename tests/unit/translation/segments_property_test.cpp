/// What holds for every text: all of the sample content, and thousands of made ones.

#include "segments/blocks.hpp"
#include "segments/segment.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <random>

namespace translation::segments {
namespace {

tandem::Locale const dutch = tandem::Locale::parse("nl").value();

/// Markdown of everything that there is, well-formed or not.
class Maker {
public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string text() {
    std::string text;
    for (int blocks = between(1, 6); blocks > 0; --blocks) text += block(2) + (between(0, 5) == 0 ? "\n" : "\n\n");
    return text;
  }
  std::string line() {
    std::string line;
    for (int pieces = between(1, 6); pieces > 0; --pieces) line += inline_piece(2);
    return line;
  }
  int between(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

private:
  std::string one_of(std::vector<std::string> const& all) {
    return all[static_cast<std::size_t>(between(0, static_cast<int>(all.size()) - 1))];
  }
  std::string word() {
    return one_of({"hulp", "L’aide", "sociale", "bv.", "één",  "œuvre",  "(",  ")",      "!",
                   "«",    "»",      "2024.",   "1)",  "-",    "\\",     "&",  "&amp;",  "&eacute;",
                   "_",    "*",      "**",      "`",   "[",    "]",      "<",  ">",      "|",
                   "#",    "~",      "a_b",     "\\*", "\\|",  "{naam}", "%s", "\u00a0", "Tot ziens. Dag",
                   "=",    "+",      ":",       "~~",  "\\\\", "![",     "]("});
  }
  std::string inline_piece(int depth) {
    auto const inner = [&] { return depth == 0 ? word() : inline_piece(depth - 1); };
    switch (between(0, 12)) {
    case 0: return "*" + inner() + "*";
    case 1: return "**" + inner() + " " + inner() + "**";
    case 2: return "_" + inner() + "_ ";
    case 3: return "[" + inner() + "](" + one_of({"/a", "/a(b)", "<x y>", "/c \"t )\"", "", "/d\\)"}) + ")";
    case 4: return "[" + inner() + "]" + one_of({"[ref]", "[]", "", "[nee]"});
    case 5: return "`" + inner() + "`";
    case 6: return one_of({"<https://a.be/x>", "<b>", "</b>", "<!-- x -->", "~~weg~~", "![x](y.png)", "<a@b.be>"});
    case 7: return one_of({"  \n", "\\\n", "\n", "\n  "});
    default: return word() + " ";
    }
  }
  std::string prefixed(std::string const& text, std::string const& first, std::string const& rest) {
    std::string result = first;
    for (char const c : text) {
      result += c;
      if (c == '\n') result += between(0, 7) == 0 ? "" : rest;
    }
    return result;
  }
  std::string block(int depth) {
    auto const inner = [&] { return depth == 0 ? line() : block(depth - 1); };
    switch (between(0, 11)) {
    case 0: return "## " + line() + one_of({"", " ##"});
    case 1: return line() + "\n" + one_of({"---", "====="});
    case 2: return prefixed(inner(), "> ", "> ");
    case 3: return prefixed(inner(), "- ", "  ") + "\n" + prefixed(inner(), "- ", "  ");
    case 4: return prefixed(inner(), "1. ", "   ");
    case 5:
      return one_of({"", "para\n"}) + "| " + word() + " | " + inline_piece(1) + " |\n|---|---|\n| " + line() +
             "|\n|" + word() + "\\|" + word() + "|`a\\|b`";
    case 6: return "```\n" + line() + "\n```";
    case 7: return "<div>\n" + line() + "\n</div>\n";
    case 8: return "[ref]: /doel 'titel'";
    case 9: return "\t" + line();
    default: return line();
    }
  }
  std::mt19937 random_;
};

std::vector<Content> sources(Segmented const& text) {
  std::vector<Content> all;
  for (Segment const& segment : text.segments) all.push_back(segment.source);
  return all;
}

void collect(tandem::json::value const& value, std::vector<std::string>& texts) {
  if (value.is_string()) texts.emplace_back(value.as_string());
  if (value.is_array())
    for (auto const& element : value.as_array()) collect(element, texts);
  if (value.is_object())
    for (auto const& member : value.as_object()) collect(member.value(), texts);
}

std::vector<std::string> sample_texts() {
  std::vector<std::string> texts;
  for (auto const& file : std::filesystem::recursive_directory_iterator(TANDEM_SOURCE_DIR "/config/sample/entries")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path());
    std::string const content(std::istreambuf_iterator<char>(in), {});
    collect(tandem::parse_json(content, 64).value(), texts);
  }
  return texts;
}

TEST(EveryText, ComesBackByteForByteFromItsSegments) {
  std::size_t raw = 0, segments = 0;
  for (unsigned seed = 0; seed < 6000; ++seed) {
    std::string const text = Maker(seed).text();
    Segmented const segmented = split(text, Form::markdown, dutch);
    ASSERT_EQ(put_back(segmented, sources(segmented)).value(), text) << seed;
    std::string joined = segmented.skeleton.front();
    for (std::size_t i = 0; i < segmented.segments.size(); ++i)
      joined += segmented.segments[i].original + segmented.skeleton[i + 1];
    ASSERT_EQ(joined, text) << seed;
    for (Segment const& segment : segmented.segments) {
      ++segments;
      if (segment.place == Place::raw) {
        ++raw;
        if (std::getenv("SHOW_RAW") != nullptr)
          std::cerr << "RAW " << seed << ": " << segment.original << "\n-- of --\n" << text << "\n=====\n";
      }
    }
  }
  EXPECT_LT(raw * 25, segments) << "of " << segments << " segments could not be taken apart";
  RecordProperty("raw", static_cast<int>(raw));
}

TEST(EveryText, OfTheSampleContentComesBackAndIsTakenApart) {
  auto const texts = sample_texts();
  ASSERT_GT(texts.size(), 500U);
  for (std::string const& text : texts) {
    for (Form const form : {Form::plain, Form::markdown}) {
      Segmented const segmented = split(text, form, dutch);
      ASSERT_EQ(put_back(segmented, sources(segmented)).value(), text);
      for (Segment const& segment : segmented.segments) ASSERT_NE(segment.place, Place::raw) << text;
    }
  }
}

/// A target of all codes of the source in another order, with text between them.
Content shuffled(Content const& source, Maker& maker) {
  Content target;
  std::vector<Part> open;
  for (Part const& part : source) {
    if (auto const* code = std::get_if<Code>(&part)) {
      if (code->role == CodeRole::close) target.emplace_back(std::string("in"));
      target.emplace_back(*code);
    }
    std::string text = maker.line();
    target.emplace_back(
        text.find('%') == std::string::npos && text.find('{') == std::string::npos ? text : " Aide sociale ");
  }
  target.insert(target.begin(), Part(std::string("Aide ")));
  return target;
}

TEST(EveryTarget, GivesMarkdownOfTheSameStructureOrIsRefused) {
  std::size_t written = 0, refused = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    Maker maker(seed);
    std::string const text = maker.text();
    Segmented const segmented = split(text, Form::markdown, dutch);
    auto targets = sources(segmented);
    for (std::size_t i = 0; i < targets.size(); ++i)
      if (segmented.segments[i].place != Place::raw) targets[i] = shuffled(targets[i], maker);
    auto const result = put_back(segmented, targets);
    if (targets.empty()) continue;
    if (!result) {
      ++refused;
      if (std::getenv("SHOW_REFUSED") != nullptr) {
        std::size_t const i = result.error().meta.at("segment").to_number<std::size_t>();
        std::cerr << "REFUSED " << seed << ": " << result.error().detail << "\n"
                  << segmented.segments[i].original << "\n-- to --\n"
                  << marked(targets[i]) << "\n-- of --\n"
                  << text << "\n=====\n";
      }
      continue;
    }
    ++written;
    ASSERT_EQ(blocks_of(*result).outline, blocks_of(text).outline) << seed;
  }
  EXPECT_LT(refused * 10, written) << refused << " refused, " << written << " written";
}

TEST(EveryTarget, OfWordsAndMarksIsWrittenIntoTheSampleContent) {
  Maker maker(7);
  for (std::string const& text : sample_texts()) {
    Segmented const segmented = split(text, Form::markdown, dutch);
    auto targets = sources(segmented);
    for (Content& target : targets) target.emplace_back(std::string(" en # *dit* [ook](x) 1. <b>"));
    auto const result = put_back(segmented, targets);
    ASSERT_TRUE(result) << result.error().detail << "\n" << text;
    Segmented const again = split(*result, Form::markdown, dutch);
    ASSERT_EQ(blocks_of(*result).outline, blocks_of(text).outline);
  }
}

} // namespace
} // namespace translation::segments
