#include "terminal/line_editor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <new>
#include <utility>

#include "terminal/completion.h"
#include "terminal/layout.h"
#include "terminal/tty.h"
#include "terminal/utf8.h"

namespace moonroom::terminal {
namespace {

// Enough to find what one said this evening.
constexpr int kHistoryLines = 500;

struct Binding {
  const wchar_t* key;
  const wchar_t* command;
};

// What libedit leaves unbound and terminals send (xterm's and rxvt's codes); without this, such a
// key would leave the end of its code in the line. M-x would open libedit's own command line.
constexpr Binding kBindings[] = {
    {L"\\e[3~", L"ed-delete-next-char"}, {L"\\e[1~", L"ed-move-to-beg"},
    {L"\\e[7~", L"ed-move-to-beg"},      {L"\\e[4~", L"ed-move-to-end"},
    {L"\\e[8~", L"ed-move-to-end"},      {L"\\e[1;5C", L"em-next-word"},
    {L"\\e[1;3C", L"em-next-word"},      {L"\\e[1;5D", L"ed-prev-word"},
    {L"\\e[1;3D", L"ed-prev-word"},      {L"\\e[2~", L"ed-ignore"},
    {L"\\e[5~", L"ed-ignore"},           {L"\\e[6~", L"ed-ignore"},
    {L"^W", L"ed-delete-prev-word"},     {L"\\ex", L"ed-unassigned"},
    {L"\\eX", L"ed-unassigned"},         {L"^I", L"moonroom-complete"},
};

LineEditor& owner_of(EditLine* edit_line) {
  void* owner = nullptr;
  el_wget(edit_line, EL_CLIENTDATA, &owner);
  return *static_cast<LineEditor*>(owner);
}

// Where the terminal is unknown here (no terminfo entry, as over ssh), it most likely understands
// what a VT100 did; libedit's "dumb" fallback could not even go back to the row above.
void assume_known_terminal(EditLine* edit_line) {
  char up[] = "up";
  char* sequence = nullptr;
  el_get(edit_line, EL_GETTC, up, &sequence);
  if (sequence == nullptr || *sequence == '\0') el_set(edit_line, EL_TERMINAL, "vt100");
}

}  // namespace

void LineEditor::EndEditLine::operator()(EditLine* edit_line) const {
  // el_end sets modes, which would stop a job in the background: without editing it does not.
  if (!in_foreground(STDIN_FILENO)) el_wset(edit_line, EL_EDITMODE, 0);
  el_end(edit_line);
}

void LineEditor::EndHistory::operator()(HistoryW* history) const {
  history_wend(history);
}

LineEditor::LineEditor(KeySource next_key, ChoicesPrinter print_choices)
    : next_key_(std::move(next_key)),
      print_choices_(std::move(print_choices)),
      complaints_(std::fopen("/dev/null", "we"), &std::fclose),
      history_(history_winit()),
      edit_line_(el_init("moonroom", stdin, stdout, complaints_ ? complaints_.get() : stderr)) {
  if (!history_ || !edit_line_) throw std::bad_alloc();
  HistEventW event{};
  history_w(history_.get(), &event, H_SETSIZE, kHistoryLines);
  history_w(history_.get(), &event, H_SETUNIQUE, 1);
  EditLine* const edit_line = edit_line_.get();
  assume_known_terminal(edit_line);
  el_wset(edit_line, EL_CLIENTDATA, this);
  el_wset(edit_line, EL_EDITOR, L"emacs");
  el_wset(edit_line, EL_SIGNAL, 0);
  el_wset(edit_line, EL_PROMPT, &LineEditor::show_prompt);
  el_wset(edit_line, EL_GETCFN, &LineEditor::read_key);
  el_wset(edit_line, EL_HIST, &history_w, history_.get());
  bind_keys();
  // Between two lines the terminal stays as it is while editing: what a person types (or pastes)
  // in that moment must not be echoed by the kernel.
  el_wset(edit_line, EL_SETTY, L"-x", L"-icanon", L"-echo", nullptr);
}

LineEditor::~LineEditor() = default;

void LineEditor::bind_keys() {
  EditLine* const edit_line = edit_line_.get();
  el_wset(edit_line, EL_ADDFN, L"moonroom-complete", L"Complete what is typed",
          &LineEditor::complete_line);
  for (const auto& binding : kBindings)
    el_wset(edit_line, EL_BIND, binding.key, binding.command, nullptr);
}

int LineEditor::read_key(EditLine* edit_line, wchar_t* key) {
  LineEditor& self = owner_of(edit_line);
  // No exception may pass through libedit, which is C.
  try {
    const auto next = self.next_key_();
    if (!next) return 0;
    *key = *next;
    return 1;
  } catch (...) {
    self.failure_ = std::current_exception();
    return 0;
  }
}

wchar_t* LineEditor::show_prompt(EditLine* edit_line) {
  return owner_of(edit_line).prompt_.data();
}

unsigned char LineEditor::complete_line(EditLine* edit_line, int /*key*/) {
  LineEditor& self = owner_of(edit_line);
  try {
    self.complete_typed();
  } catch (...) {
    self.failure_ = std::current_exception();
  }
  return CC_REFRESH;
}

void LineEditor::complete_typed() {
  const LineInfoW* line = el_wline(edit_line_.get());
  const auto found = complete(to_utf8({line->buffer, line->cursor}), phrases_);
  el_winsertstr(edit_line_.get(), from_utf8(found.insertion).c_str());
  if (found.choices.empty()) return;
  erase();
  print_choices_(fmt::format("{}", fmt::join(found.choices, "  ")));
  draw();
}

std::optional<std::string> LineEditor::edit() {
  shown_ = Shown::drawn;
  int length = 0;
  const wchar_t* typed = el_wgets(edit_line_.get(), &length);
  if (typed == nullptr) erase();
  shown_ = Shown::nothing;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  if (typed == nullptr) return std::nullopt;
  std::wstring line(typed, static_cast<size_t>(length));
  std::erase_if(line, [](wchar_t c) { return c == L'\n' || c == L'\r' || c == L'\0'; });
  remember(line);
  return to_utf8(line);
}

void LineEditor::remember(const std::wstring& line) {
  HistEventW event{};
  if (!line.empty()) history_w(history_.get(), &event, H_ENTER, line.c_str());
}

void LineEditor::set_prompt(std::string_view prompt) {
  prompt_ = from_utf8(prompt);
  HistEventW event{};
  history_w(history_.get(), &event, H_CLEAR);
}

void LineEditor::erase() {
  if (shown_ != Shown::drawn) return;
  const LineInfoW* line = el_wline(edit_line_.get());
  const auto cell =
      cursor_cell(prompt_, {line->buffer, line->lastchar},
                  static_cast<size_t>(line->cursor - line->buffer), columns_of(STDIN_FILENO));
  // Up to the first row, to its beginning, and all cleared from there on (ECMA-48: CUU, ED).
  if (cell.row > 0) std::fputs(fmt::format("\x1b[{}A", cell.row).c_str(), stdout);
  std::fputs("\r\x1b[J", stdout);
  std::fflush(stdout);
  shown_ = Shown::erased;
}

void LineEditor::draw() {
  if (shown_ != Shown::erased) return;
  el_resize(edit_line_.get());
  el_wset(edit_line_.get(), EL_REFRESH);
  shown_ = Shown::drawn;
}

void LineEditor::abandon() {
  if (shown_ == Shown::drawn) shown_ = Shown::erased;
}

void LineEditor::set_modes() {
  el_wset(edit_line_.get(), EL_PREP_TERM, 0);
  el_wset(edit_line_.get(), EL_PREP_TERM, 1);
}

}  // namespace moonroom::terminal
