// Ctrl-R: incremental search in the history.
#include "terminal/line_editor.h"
#include "text/graphemes.h"
#include "text/utf8.h"

namespace moonroom::terminal {

void LineEditor::begin_search() {
  if (prompt_options_.history) search_ = Search{{}, std::nullopt, line_.text()};
}

bool LineEditor::search(const Key& key) {
  if (key.kind == Key::Kind::character) {
    search_->words += sanitize_input(text::to_utf8({&key.character, 1}));
    find(search_->found ? *search_->found + 1 : History::kMaxLines);
    return true;
  }
  if (key.kind == Key::Kind::control && key.character == control('R')) {
    find(search_->found.value_or(History::kMaxLines));
    return true;
  }
  if (key.kind == Key::Kind::control &&
      (key.character == kDelete || key.character == control('H'))) {
    search_->words.erase(text::cluster_before(search_->words, search_->words.size()));
    find(History::kMaxLines);
    return true;
  }
  const bool given_up = key.kind == Key::Kind::control && key.character == control('G');
  if (given_up) line_.set(search_->draft);
  search_.reset();
  return given_up;
}

// Without a match the line stays as it was.
void LineEditor::find(size_t before) {
  const auto found = prompt_options_.history->find(search_->words, before);
  if (!found) return;
  search_->found = found;
  line_.set(prompt_options_.history->lines()[*found]);
}

}  // namespace moonroom::terminal
