#include "terminal/line_editor.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "text/graphemes.h"
#include "text/utf8.h"

namespace moonroom::terminal {
namespace {

// The lines of a paste; terminals send every line end as CR.
std::vector<std::string> lines_of(std::string_view bytes) {
  std::vector<std::string> lines;
  while (!bytes.empty()) {
    const size_t end = bytes.find_first_of("\r\n");
    lines.push_back(sanitize_input(bytes.substr(0, end)));
    if (end == std::string_view::npos) break;
    bytes.remove_prefix(end + (bytes.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string usual_question(size_t lines, size_t blank) {
  return tr_format("enter {} pasted lines ({} blank)? y yes, n no, j as one line: ", lines, blank);
}

// The lines as one, with a blank between them.
std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) {
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string::npos) continue;
    all.append(all.empty() ? "" : " ").append(line, all.empty() ? 0 : first);
  }
  return all;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

// Discards a secret, so that it is neither shown nor brought back at another prompt.
void LineEditor::ask(PromptOptions asking) {
  if (prompt_options_.secret != asking.secret) line_ = EditBuffer();
  prompt_options_ = std::move(asking);
}

View LineEditor::view() const {
  if (!pasted_.empty()) {
    const auto& ask = prompt_options_.question ? prompt_options_.question : &usual_question;
    const auto blank = std::count_if(pasted_.begin(), pasted_.end(), is_blank);
    return {ask(pasted_.size(), static_cast<size_t>(blank)), {}, 0};
  }
  if (search_) return {fmt::format("⌕ {}: ", search_->words()), line_.text(), line_.cursor()};
  if (prompt_options_.secret) return {prompt_options_.prompt, {}, 0};
  return {prompt_options_.prompt, line_.text(), line_.cursor()};
}

LineEditor::Step LineEditor::on_key(const Key& key) {
  if (key.kind == Key::Kind::control && key.character == control('C')) return interrupt();
  if (!pasted_.empty()) return answer_question(key);
  if (search(key)) return Step::typing;
  return edit(key);
}

bool LineEditor::search(const Key& key) {
  if (!search_) return false;
  const auto step = search_->on_key(key);
  if (step == HistorySearch::Step::given_up)
    line_.set(search_->draft());
  else if (step == HistorySearch::Step::searching && search_->found())
    line_.set(*search_->found());
  if (step != HistorySearch::Step::searching) search_.reset();
  return step != HistorySearch::Step::ended;
}

LineEditor::Step LineEditor::edit(const Key& key) {
  switch (key.kind) {
    case Key::Kind::character:
      line_.insert(sanitize_input(text::to_utf8({&key.character, 1})));
      return Step::typing;
    case Key::Kind::control:
      return on_control(key.character);
    case Key::Kind::meta:
      on_meta(key.character);
      return Step::typing;
    case Key::Kind::up:
      show(prompt_options_.history ? prompt_options_.history->older(line_.text()) : std::nullopt);
      return Step::typing;
    case Key::Kind::down:
      show(prompt_options_.history ? prompt_options_.history->newer() : std::nullopt);
      return Step::typing;
    case Key::Kind::left:
      line_.left();
      return Step::typing;
    case Key::Kind::right:
      line_.right();
      return Step::typing;
    case Key::Kind::word_left:
      line_.word_left();
      return Step::typing;
    case Key::Kind::word_right:
      line_.word_right();
      return Step::typing;
    case Key::Kind::home:
      line_.home();
      return Step::typing;
    case Key::Kind::end:
      line_.end();
      return Step::typing;
    case Key::Kind::erase_here:
      line_.erase_here();
      return Step::typing;
    case Key::Kind::paste:
      paste(key.text);
      return Step::typing;
    case Key::Kind::other:
      return Step::typing;
  }
  return Step::typing;
}

LineEditor::Step LineEditor::on_control(wchar_t character) {
  switch (character) {
    case L'\r':
    case L'\n':
      return enter();
    case L'\t':
      return complete();
    case kDelete:
    case control('H'):
      line_.erase_before();
      break;
    case control('A'):
      line_.home();
      break;
    case control('B'):
      line_.left();
      break;
    case control('D'):
      if (line_.text().empty()) return Step::ended;
      line_.erase_here();
      break;
    case control('E'):
      line_.end();
      break;
    case control('F'):
      line_.right();
      break;
    case control('K'):
      line_.cut_to_end();
      break;
    case control('L'):
      return Step::clear;
    case control('N'):
      return edit({Key::Kind::down, 0, {}});
    case control('P'):
      return edit({Key::Kind::up, 0, {}});
    case control('R'):
      if (prompt_options_.history) search_.emplace(*prompt_options_.history, line_.text());
      break;
    case control('T'):
      line_.transpose();
      break;
    case control('U'):
      line_.cut_to_beginning();
      break;
    case control('W'):
      line_.cut_argument_before();
      break;
    case control('Y'):
      line_.yank();
      break;
    default:
      break;
  }
  return Step::typing;
}

void LineEditor::on_meta(wchar_t character) {
  switch (character) {
    case L'b':
      return line_.word_left();
    case L'f':
      return line_.word_right();
    case L'd':
      return line_.cut_word_behind();
    case kDelete:
    case control('H'):
      return line_.cut_word_before();
    default:
      return;
  }
}

// Cancels one thing: a question, a search, or a line.
LineEditor::Step LineEditor::interrupt() {
  if (pasted_.empty() && !search_ && line_.text().empty()) return Step::interrupted;
  pasted_.clear();
  search_.reset();
  line_.end();
  line_.cut_to_beginning();
  return Step::cleared;
}

LineEditor::Step LineEditor::enter() {
  entered_paste_ = false;
  if (prompt_options_.history) prompt_options_.history->add(line_.text());
  lines_.push_back(line_.text());
  line_.set({});
  return Step::entered;
}

LineEditor::Step LineEditor::complete() {
  if (!prompt_options_.complete) return Step::typing;
  auto found = prompt_options_.complete(line_.before_cursor());
  line_.insert(sanitize_input(found.insertion));
  choices_ = std::move(found.choices);
  return choices_.empty() ? Step::typing : Step::choices;
}

void LineEditor::show(std::optional<std::string> line) {
  if (line) line_.set(std::move(*line));
}

// ── Pasting ─────────────────────────────────────────────────────────────────────────────────────

// A single pasted line is not entered at once, so that the user can read it: its line end is
// dropped.
void LineEditor::paste(const std::string& bytes) {
  auto lines = lines_of(bytes);
  if (lines.size() == 1) line_.insert(lines.front());
  if (lines.size() < 2) return;
  const auto text = line_.text();
  lines.front().insert(0, text, 0, line_.cursor());
  lines.back().append(text, line_.cursor());
  pasted_ = std::move(lines);
}

LineEditor::Step LineEditor::answer_question(const Key& key) {
  const auto lines = std::exchange(pasted_, {});
  if (key.kind == Key::Kind::character && (key.character == L'j' || key.character == L'J')) {
    line_.set(joined(lines));
    return Step::typing;
  }
  if (key.kind != Key::Kind::character || (key.character != L'y' && key.character != L'Y'))
    return Step::typing;
  if (prompt_options_.history)
    for (const auto& line : lines) prompt_options_.history->add(line);
  lines_ = lines;
  entered_paste_ = true;
  line_.set({});
  return Step::entered;
}

}  // namespace moonroom::terminal
