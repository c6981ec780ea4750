#include "ring/closed_filters.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace moonroom::ring {
namespace {

// A token of Lua: a name, a string without its quotes, or one other character.
struct Token {
  enum class Kind : uint8_t { name, text, other };
  Kind kind = Kind::other;
  std::string_view text;
};

bool is_name_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : rest_(source) {}

  std::vector<Token> tokens() {
    std::vector<Token> all;
    while (skip_blanks(), !rest_.empty())
      if (!skip_comment()) all.push_back(next());
    return all;
  }

 private:
  std::string_view take(size_t size) {
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  void skip_blanks() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())) != 0) take(1);
  }

  // The number of `=` in "[==[", or -1 when `text` does not begin a long string.
  static int level_of(std::string_view text) {
    size_t sample = 0;
    if (!text.starts_with('[')) return -1;
    while (sample + 1 < text.size() && text[sample + 1] == '=') ++sample;
    return sample + 1 < text.size() && text[sample + 1] == '[' ? static_cast<int>(sample) : -1;
  }
  std::string_view long_text(int level) {
    const auto sample = static_cast<size_t>(level);
    take(sample + 2);
    const auto body = take(rest_.find("]" + std::string(sample, '=') + "]"));
    take(sample + 2);
    return body;
  }
  // An unclosed string ends with its line, so that the rest is still read.
  std::string_view short_text() {
    const char quote = take(1).front();
    size_t size = 0;
    while (size < rest_.size() && rest_[size] != quote && rest_[size] != '\n')
      size += rest_[size] == '\\' ? 2 : 1;
    const auto body = take(size);
    take(1);
    return body;
  }
  bool skip_comment() {
    if (!rest_.starts_with("--")) return false;
    take(2);
    if (const int level = level_of(rest_); level >= 0)
      long_text(level);
    else
      take(rest_.find('\n'));
    return true;
  }
  Token next() {
    if (const int level = level_of(rest_); level >= 0) return {Token::Kind::text, long_text(level)};
    if (rest_.front() == '"' || rest_.front() == '\'') return {Token::Kind::text, short_text()};
    if (!is_name_letter(rest_.front())) return {Token::Kind::other, take(1)};
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_letter);
    return {Token::Kind::name, take(static_cast<size_t>(end - rest_.begin()))};
  }

  std::string_view rest_;
};

bool says_closed(const std::vector<Token>& tokens, size_t at) {
  if (tokens[at].text != "fail" || tokens[at].kind == Token::Kind::other) return false;
  size_t next = at + 1;
  if (next < tokens.size() && tokens[next].text == "]") ++next;
  return next + 1 < tokens.size() && tokens[next].text == "=" &&
         tokens[next + 1].kind == Token::Kind::text && tokens[next + 1].text == "closed";
}

}  // namespace

bool ClosedFilters::covers(const room::Event& event) const {
  return (join && std::holds_alternative<room::JoinEvent>(event)) ||
         (message && std::holds_alternative<room::MessageEvent>(event));
}

ClosedFilters& ClosedFilters::operator|=(ClosedFilters other) {
  join = join || other.join;
  message = message || other.message;
  return *this;
}

ClosedFilters closed_filters_in(std::string_view source) {
  const auto tokens = Lexer(source).tokens();
  ClosedFilters named;
  bool closed = false;
  for (size_t at = 0; at < tokens.size(); ++at) {
    closed = closed || says_closed(tokens, at);
    if (tokens[at].kind == Token::Kind::other) continue;
    named.join = named.join || tokens[at].text == "filter_join";
    named.message = named.message || tokens[at].text == "filter_message";
  }
  if (!closed) return {};
  return named.any() ? named : ClosedFilters{true, true};
}

}  // namespace moonroom::ring
