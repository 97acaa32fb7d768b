#pragma once
/// Segments: the sentences of a text that a translator works on, and the way back into the text.
///
///   "Bel **ons** op. Elke dag."  ── split ──►  skeleton  "", " ", ""
///                                              segments  [Bel ‹1›ons‹/1› op.] [Elke dag.]
///                                ◄─ put_back ─  targets, one for each segment
///
/// Pure: no I/O, no host. Called by exchange (XLIFF), memory (what is published, TMX) and machine translation.
/// cmark-gfm decides what is Markdown; this room only finds where in the text it stands. What it never does: change a
/// byte of a text whose segments come back as they went, or give a text whose structure is not that of its source.

#include <tandem/plugin.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace translation::segments {

namespace json = tandem::json;

/// What a code stands for. Those up to `image` come in pairs with text between them, the others alone.
enum class CodeKind {
  emphasis,
  strong,
  strikethrough,
  link,
  image, ///< Around the text that describes it.
  code_span,
  line_break,
  autolink,
  html,
  placeholder, ///< {naam}, {{naam}}, ${naam}, %s, %1$d
};
enum class CodeRole { open, close, alone };

/// Something in a segment that is not text: the translator moves it, but does not change it.
struct Code {
  int id = 0; ///< From 1 in each segment, in the order of the source; an opening code and its closing one share it.
  CodeRole role = CodeRole::alone;
  CodeKind kind = CodeKind::placeholder;
  std::string original; ///< The bytes it stands for: "**", "](https://example.org)", "{naam}".
  bool operator==(Code const&) const = default;
};

/// A piece of a segment: text as people read it (no escapes, no entities; UTF-8), or a code.
using Part = std::variant<std::string, Code>;
/// What stands in a segment, in source or target. Neighbouring texts are one.
using Content = std::vector<Part>;

/// How the text of a field is written.
enum class Form {
  plain,
  markdown, ///< CommonMark with tables and strikethrough.
};

/// Where in its block a segment of Markdown stands: what has to be escaped there.
enum class Place { paragraph, atx_heading, setext_heading, table_cell, raw };

/// What a translator sees as one piece: a sentence, without the white space around it.
struct Segment {
  Content source;
  std::string original;           ///< The bytes of the text that `source` was read from.
  Place place = Place::paragraph; ///< `raw`: Markdown that could not be taken apart; its text is the Markdown itself.
  bool starts_line = true;        ///< First on a line of the Markdown, after the marks of lists and quotes.
  std::size_t block = 0;          ///< Segments of one paragraph, heading or cell share it.
};

/// A text taken apart. `skeleton[i]` stands before segment i, the last one after all.
struct Segmented {
  Form form = Form::plain;
  std::vector<std::string> skeleton;
  std::vector<Segment> segments;
};

/// Takes a text apart into sentences, by ICU's rules for `language`; abbreviations of Dutch, French and English end
/// none, nor does anything between an opening code and its closing one. What holds neither letter nor digit is in the
/// skeleton. Code blocks and HTML blocks too: nothing in them is translated.
[[nodiscard]] Segmented split(std::string_view text, Form form, tandem::Locale const& language);

/// The text with a target for each segment. Where every target equals its source, byte for byte the text it came
/// from; otherwise valid Markdown of the same structure, in which what looks like Markdown in a target is text.
/// Errors (`invalid_content`, `meta.segment` its index from 0): a code lost, doubled, unknown or out of its pair,
/// named as in `marked`; a target without text; one that cannot be written in Markdown at its place.
[[nodiscard]] tandem::Result<std::string> put_back(Segmented const& text, std::vector<Content> const& targets);

/// What is wrong with the codes of a target, one sentence each ("the code <1> (emphasis **) is missing"); none when
/// it has those of the source, each once, in whatever order, pairs properly nested.
[[nodiscard]] std::vector<std::string> code_problems(Content const& source, Content const& target);

/// The text alone, without codes; a line break is a space.
[[nodiscard]] std::string plain_text(Content const& content);

/// The content as one string for keeping, comparing and for machine translation: an XML fragment in which a pair is
/// `<g id="1">…</g>` and a code alone `<x id="2"/>`, with &amp; &lt; &gt; for what is text.
[[nodiscard]] std::string marked(Content const& content);
/// How deep pairs stand in one another in what `from_marked` reads again.
inline constexpr std::size_t deepest_marked = 64;
[[nodiscard]] std::size_t depth_of(Content const& content);
/// Reads `marked` text again (also with other quotes, white space in tags, `<x …></x>` and character references, as
/// others write XML); the codes are those of `source`, by id. An id that it has not is an error, as is bad markup, or
/// pairs deeper than `deepest_marked` in one another.
[[nodiscard]] tandem::Result<Content> from_marked(std::string_view text, Content const& source);

/// Words by ICU's rules for `language`: runs with a letter or a digit; codes are none and part none.
[[nodiscard]] std::size_t word_count(Content const& content, tandem::Locale const& language);

} // namespace translation::segments
