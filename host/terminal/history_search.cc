#include "terminal/history_search.h"

#include "terminal/edit_buffer.h"
#include "text/graphemes.h"
#include "text/utf8.h"

namespace moonroom::terminal {

HistorySearch::Step HistorySearch::on_key(const Key& key) {
  const auto is_control = [&](wchar_t character) {
    return key.kind == Key::Kind::control && key.character == character;
  };
  if (key.kind == Key::Kind::character) {
    words_ += sanitize_input(text::to_utf8({&key.character, 1}));
    find(found_ ? *found_ + 1 : History::kMaxLines);
    return Step::searching;
  }
  if (is_control(control('R'))) {
    find(found_.value_or(History::kMaxLines));
    return Step::searching;
  }
  if (is_control(kDelete) || is_control(control('H'))) {
    words_.erase(text::cluster_before(words_, words_.size()));
    find(History::kMaxLines);
    return Step::searching;
  }
  return is_control(control('G')) ? Step::given_up : Step::ended;
}

// Without a match, the latest one stays.
void HistorySearch::find(size_t before) {
  if (const auto found = history_->find(words_, before)) found_ = found;
}

}  // namespace moonroom::terminal
