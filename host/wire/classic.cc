#include "wire/classic.h"

#include <algorithm>

#include "text/text.h"

namespace moonroom::wire {
namespace {

// Removes and returns the text before the first blank, and removes the blank.
std::string_view next_word(std::string_view& rest) {
  const auto end = std::min(rest.find(' '), rest.size());
  const auto word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

std::string_view without_leading_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

std::string_view trimmed(std::string_view text) {
  text = without_leading_blanks(text);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

bool remove_line_end(std::string_view& bytes) {
  if (!bytes.ends_with('\n')) return false;
  bytes.remove_suffix(1);
  if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  return true;
}

}  // namespace

std::optional<Request> decode(std::string_view bytes, const ClassicWords& words) {
  if (bytes.empty() || !text::is_utf8(bytes)) return std::nullopt;
  Request request;
  request.newline_framing = remove_line_end(bytes);
  const auto word = next_word(bytes);
  const auto spelling =
      std::find_if(words.spellings.begin(), words.spellings.end(),
                   [&](const ClassicWords::Spelling& known) { return known.word == word; });
  if (spelling == words.spellings.end()) return std::nullopt;
  request.verb = spelling->verb;
  if (request.verb == Verb::login) {
    request.name = trimmed(bytes);
    return request;
  }
  request.text = without_leading_blanks(bytes);
  request.name = next_word(request.text);
  if (spelling->needs_name && request.name.empty()) return std::nullopt;
  return request;
}

std::string reason(std::string_view why, const ClassicWords& words) {
  auto text = text::shortened(text::visible(why), kMaxReason);
  // Every known client compares the whole answer, so a trailing blank makes it a refusal.
  if (text.empty() || text == words.end) text += ' ';
  if (!words.is_welcome(text)) return text;
  // A client that searches the welcome for a name compares the beginning, so the blank goes in
  // front.
  text = text::shortened(text, kMaxReason - 1);
  return words.welcome.find(kNamePlace) == std::string::npos ? text + ' ' : ' ' + text;
}

std::string in_line_form(std::string_view bytes, bool newline_framing) {
  return newline_framing ? std::string(bytes) + '\n' : std::string(bytes);
}

std::string_view next_datagram(std::string_view& rest, bool newline_framing, std::string& piece,
                               std::string_view end) {
  const auto text = text::next_piece(rest, kMaxDatagram - (newline_framing ? 1 : 0));
  if (!newline_framing && text != end) return text;
  piece = text;
  if (text == end) piece += ' ';
  if (newline_framing) piece += '\n';
  return piece;
}

}  // namespace moonroom::wire
