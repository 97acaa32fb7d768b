#include "segments/atoms.hpp"
#include "segments/placeholders.hpp"
#include "segments/sentences.hpp"

#include <algorithm>

namespace translation::segments {
namespace {

/// Atoms with placeholders as codes. Only what stands in the text letter for letter is one, not what is escaped.
std::vector<Atom> with_placeholders(std::vector<Atom> const& atoms, std::string_view text) {
  std::vector<Atom> result;
  for (std::size_t i = 0; i < atoms.size();) {
    std::string run; // of neighbours that stand letter for letter in the text
    std::size_t last = i;
    while (last < atoms.size() && !atoms[last].code &&
           atoms[last].text == text.substr(atoms[last].begin, atoms[last].end - atoms[last].begin) &&
           (last == i || atoms[last].begin == atoms[last - 1].end))
      run += atoms[last++].text;
    if (run.empty()) {
      result.push_back(atoms[i++]);
      continue;
    }
    std::size_t at = 0;
    while (i < last) {
      std::size_t const length = placeholder_length(run, at);
      if (length == 0) {
        at += atoms[i].text.size();
        result.push_back(atoms[i++]);
        continue;
      }
      Atom code{"", Code{0, CodeRole::alone, CodeKind::placeholder, run.substr(at, length)}, atoms[i].begin, 0};
      for (std::size_t const stop = at + length; at < stop; ++i) {
        at += atoms[i].text.size();
        code.end = atoms[i].end;
      }
      result.push_back(std::move(code));
    }
  }
  return result;
}

bool is_space(Atom const& atom) {
  if (atom.code) return atom.code->kind == CodeKind::line_break;
  return leading_space(atom.text) == atom.text.size();
}

int depth_of(CodeRole role) { return role == CodeRole::open ? 1 : role == CodeRole::close ? -1 : 0; }

/// Indices of the atoms at which a sentence begins, but for the first.
std::vector<std::size_t> sentence_atoms(std::vector<Atom> const& atoms, tandem::Locale const& language) {
  std::string text;
  std::vector<std::size_t> begins; // in `text`, of each atom
  for (Atom const& atom : atoms) {
    begins.push_back(text.size());
    if (!atom.code) text += atom.text;
    else if (atom.code->kind == CodeKind::line_break) text += ' ';
    else if (atom.code->role == CodeRole::alone) text += "\uFFFC"; // stands for an object
  }
  std::vector<std::size_t> starts;
  int depth = 0;
  std::size_t at = 0;
  for (std::size_t const start : sentence_starts(text, language)) {
    for (; at < atoms.size() && begins[at] < start; ++at)
      if (atoms[at].code) depth += depth_of(atoms[at].code->role);
    // A closing code there belongs to what was before, an opening one to what comes.
    for (; at < atoms.size() && atoms[at].code && atoms[at].code->role == CodeRole::close; ++at) --depth;
    if (depth == 0 && at > 0 && at < atoms.size() && is_space(atoms[at - 1])) starts.push_back(at);
  }
  return starts;
}

class Splitting {
public:
  Splitting(std::string_view text, Form form, tandem::Locale const& language) : text_(text), language_(language) {
    result_.form = form;
  }

  void block(std::vector<Atom> const& all, Place place, std::size_t index) {
    auto const atoms = with_placeholders(all, text_);
    auto starts = sentence_atoms(atoms, language_);
    starts.push_back(atoms.size());
    std::size_t begin = 0;
    bool starts_line = true;
    for (std::size_t const end : starts) {
      std::size_t first = begin, last = end;
      while (first < last && is_space(atoms[first])) ++first;
      while (last > first && is_space(atoms[last - 1])) --last;
      if (begin > 0) starts_line = breaks_line(atoms[begin - 1]);
      segment({atoms.begin() + static_cast<std::ptrdiff_t>(first), atoms.begin() + static_cast<std::ptrdiff_t>(last)},
              place, starts_line, index);
      begin = end;
    }
  }
  void raw(Block const& block, std::size_t index) {
    std::string const text(text_.substr(block.begin, block.end - block.begin));
    if (has_letter_or_digit(text)) add({{text}, text, Place::raw, true, index}, block.begin, block.end);
  }
  Segmented done() && {
    result_.skeleton.emplace_back(text_.substr(done_));
    return std::move(result_);
  }

private:
  /// Any line break in its source; wrongly true costs a backslash, wrongly false the structure.
  [[nodiscard]] bool breaks_line(Atom const& atom) const {
    return text_.substr(atom.begin, atom.end - atom.begin).find_first_of("\r\n") != std::string_view::npos;
  }

  void segment(std::vector<Atom> const& atoms, Place place, bool starts_line, std::size_t index) {
    Content const source = content_of(atoms);
    bool const worded = std::any_of(source.begin(), source.end(), [](Part const& part) {
      auto const* text = std::get_if<std::string>(&part);
      return text != nullptr && has_letter_or_digit(*text);
    });
    if (!worded) return;
    std::size_t const begin = atoms.front().begin, end = atoms.back().end;
    add({source, std::string(text_.substr(begin, end - begin)), place, starts_line, index}, begin, end);
  }
  void add(Segment segment, std::size_t begin, std::size_t end) {
    result_.skeleton.emplace_back(text_.substr(done_, begin - done_));
    result_.segments.push_back(std::move(segment));
    done_ = end;
  }

  std::string_view text_;
  tandem::Locale language_;
  std::size_t done_ = 0;
  Segmented result_ = {};
};

std::vector<Atom> atoms_of_plain(std::string_view text) {
  std::vector<Atom> atoms;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const length = character_length(text, at);
    atoms.push_back({std::string(text.substr(at, length)), std::nullopt, at, at + length});
    at += length;
  }
  return atoms;
}

} // namespace

Content content_of(std::vector<Atom> const& atoms) {
  Content content;
  std::vector<int> open;
  int next = 1;
  for (Atom const& atom : atoms) {
    if (!atom.code) {
      if (content.empty() || !std::holds_alternative<std::string>(content.back()))
        content.emplace_back(std::string());
      std::get<std::string>(content.back()) += atom.text;
      continue;
    }
    Code code = *atom.code;
    if (code.role == CodeRole::close && !open.empty()) {
      code.id = open.back();
      open.pop_back();
    } else {
      code.id = next++;
      if (code.role == CodeRole::open) open.push_back(code.id);
    }
    content.emplace_back(std::move(code));
  }
  return content;
}

Segmented split(std::string_view text, Form form, tandem::Locale const& language) {
  Splitting splitting(text, form, language);
  if (form == Form::plain) {
    splitting.block(atoms_of_plain(text), Place::paragraph, 0);
    return std::move(splitting).done();
  }
  Blocks const blocks = blocks_of(text);
  for (std::size_t i = 0; i < blocks.blocks.size(); ++i) {
    Block const& block = blocks.blocks[i];
    if (block.place == Place::raw) splitting.raw(block, i);
    else splitting.block(block.atoms, block.place, i);
  }
  return std::move(splitting).done();
}

} // namespace translation::segments
