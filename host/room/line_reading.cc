#include "room/line_reading.h"

#include "room/code_points.h"
#include "room/look.h"
#include "room/name_data.h"

namespace moonroom::room {
namespace {

constexpr std::string_view kHelp = "help";

// The first character of a text and its size in bytes.
struct First {
  char32_t point = 0;
  size_t size = 0;
};

First first_of(std::string_view text) {
  size_t size = text.empty() ? 0 : 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  const auto points = code_points(text.substr(0, size));
  return {points.empty() ? U'\0' : points.front(), size};
}

// Control characters have been replaced by their Unicode pictures when the line was received.
bool is_blank(char32_t point) {
  const bool is_picture_of_control = point >= 0x2400 && point <= 0x2426;
  return is_picture_of_control || property_of(point).kind == Kind::hidden;
}

bool is_passed_over(char32_t point) {
  return is_blank(point) || property_of(point).kind == Kind::mark;
}

// Joiners, variation selectors and tags belong to an emoji, soft hyphens to a word.
bool is_part_of_word(char32_t point) {
  return point == 0xAD || point == 0x200C || point == 0x200D ||
         (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0020 && point <= 0xE01EF);
}

bool is_between_words(char32_t point) {
  return is_blank(point) && !is_part_of_word(point);
}

bool is_in_word(char32_t point) {
  return !is_between_words(point);
}

// Full-width ASCII from input methods: U+FF01 for U+0021 and so on.
char32_t plain(char32_t point) {
  constexpr char32_t kFullWidth = 0xFF01 - 0x21;
  if (point >= 0x21 + kFullWidth && point <= 0x7E + kFullWidth) return point - kFullWidth;
  const auto zero = zero_of(point);
  return zero == 0 ? point : U'0' + (point - zero);
}

std::string in_plain_form(std::string_view word) {
  std::string form;
  for (const char32_t point : code_points(word)) append(form, plain(point));
  return form;
}

// Chinese input methods produce these for the slash key.
bool is_comma_for_slash(char32_t point) {
  return point == U'、' || point == U'､';
}

bool is_slash(char32_t point) {
  if (point == U'/') return true;
  const auto look = folded_look(point);
  return !look.is_itself && look.text == "/" && property_of(point).kind == Kind::symbol;
}

bool belongs_to_word(char32_t point) {
  const auto kind = property_of(point).kind;
  return kind == Kind::letter || kind == Kind::mark || kind == Kind::sign || point == U'_' ||
         point == U'-';
}

template <class Is>
std::string_view without_leading(std::string_view text, Is is) {
  while (!text.empty()) {
    const auto first = first_of(text);
    if (!is(first.point)) break;
    text.remove_prefix(first.size);
  }
  return text;
}

template <class Is>
std::string_view leading(std::string_view text, Is is) {
  return text.substr(0, text.size() - without_leading(text, is).size());
}

struct Opening {
  enum class Kind { none, comma, slash, doubled } kind = Kind::none;
  /// The text behind the first slash.
  std::string_view rest;
};

Opening opening_of(std::string_view text) {
  const auto behind = without_leading(text, is_passed_over);
  const auto last = without_leading(
      behind, [](char32_t point) { return is_passed_over(point) || is_comma_for_slash(point); });
  const auto first = first_of(last);
  if (first.size == 0 || !is_slash(first.point))
    return {last.size() < behind.size() ? Opening::Kind::comma : Opening::Kind::none, last};
  const auto slash = last.substr(0, first.size);
  const auto rest = last.substr(first.size);
  return {rest.starts_with(slash) ? Opening::Kind::doubled : Opening::Kind::slash, rest};
}

// Skips further slashes and blanks.
std::string_view call_in(std::string_view rest) {
  return without_leading(rest, [](char32_t point) {
    return is_passed_over(point) || is_slash(point) || is_comma_for_slash(point);
  });
}

// "op,secret" is taken for the command "op".
bool is_meant(std::string_view call, const KnownCommands& known) {
  const auto word = cut_word(call).first;
  return known.has(word) || known.has(leading(word, belongs_to_word));
}

}  // namespace

void KnownCommands::add(std::string_view word, bool by_plugin) {
  every_word_ = every_word_ || by_plugin;
  if (words_.size() >= kMaxWords) return;
  words_.insert(skeleton(word));
  words_.insert(skeleton(kHelp));
}

bool KnownCommands::has(std::string_view word) const {
  return !words_.empty() &&
         (words_.contains(skeleton(word)) || words_.contains(shown_skeleton(word)));
}

bool may_be_command(std::string_view text) {
  if (text.empty()) return false;
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte > ' ' && byte < 0x7f) return byte == '/';
  return opening_of(text).kind != Opening::Kind::none;
}

LineReading read_line(std::string_view text, const KnownCommands& known) {
  const LineReading said = {std::nullopt, text};
  if (known.empty() || !may_be_command(text)) return said;
  const auto [kind, rest] = opening_of(text);
  const auto call = call_in(rest);
  switch (kind) {
    case Opening::Kind::none:
      return said;
    case Opening::Kind::comma:
      return is_meant(rest, known) ? LineReading{rest, {}} : said;
    case Opening::Kind::doubled:
      return known.has_every_word() || is_meant(call, known) ? LineReading{std::nullopt, rest}
                                                             : said;
    case Opening::Kind::slash:
      return known.has_every_word() || is_meant(call, known) ? LineReading{call, {}} : said;
  }
  return said;
}

LineKind kind_of(std::string_view text, const KnownCommands& known) {
  const auto reading = read_line(text, known);
  if (reading.command) return LineKind::command;
  return reading.text.size() == text.size() ? LineKind::said : LineKind::slash_said;
}

LineReading read_as(LineKind kind, std::string_view text) {
  if (kind == LineKind::said) return {std::nullopt, text};
  const auto rest = opening_of(text).rest;
  return kind == LineKind::command ? LineReading{call_in(rest), {}}
                                   : LineReading{std::nullopt, rest};
}

std::vector<std::string> command_words(std::string_view text) {
  std::vector<std::string> words;
  for (text = without_leading(text, is_between_words); !text.empty();
       text = without_leading(text, is_between_words)) {
    const auto word = leading(text, is_in_word);
    words.push_back(in_plain_form(word));
    text.remove_prefix(word.size());
  }
  return words;
}

std::string_view behind_words(std::string_view text, size_t count) {
  text = without_leading(text, is_between_words);
  for (; count > 0 && !text.empty(); --count)
    text = without_leading(without_leading(text, is_in_word), is_between_words);
  return text;
}

std::pair<std::string_view, std::string_view> cut_word(std::string_view call) {
  const auto word = leading(call, [](char32_t point) { return !is_blank(point); });
  auto rest = without_leading(call.substr(word.size()), is_blank);
  while (!rest.empty()) {
    size_t last = rest.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(rest[last]) & 0xc0) == 0x80) --last;
    if (!is_blank(first_of(rest.substr(last)).point)) break;
    rest.remove_suffix(rest.size() - last);
  }
  return {word, rest};
}

}  // namespace moonroom::room
