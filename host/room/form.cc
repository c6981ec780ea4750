#include "room/form.h"

#include <algorithm>
#include <array>
#include <utility>

#include "wire/text.h"

namespace moonroom::room {
namespace {

constexpr std::array<std::string_view, 3> kAudiences = {"others", "everyone", "member"};

enum class Gap { none, name, word };

struct Piece {
  std::string_view words;
  Gap gap = Gap::none;
};

Gap gap_named(std::string_view name) {
  if (name == "name") return Gap::name;
  return name == "text" || name == "why" ? Gap::word : Gap::none;
}

// Cuts off `rest` the words up to the next gap, and the gap.
Piece next_piece(std::string_view& rest) {
  for (auto open = rest.find('{'); open != std::string_view::npos;
       open = rest.find('{', open + 1)) {
    const auto close = rest.find('}', open);
    if (close == std::string_view::npos) break;
    const auto gap = gap_named(rest.substr(open + 1, close - open - 1));
    if (gap == Gap::none) continue;
    const Piece piece{rest.substr(0, open), gap};
    rest.remove_prefix(close + 1);
    return piece;
  }
  return {std::exchange(rest, {})};
}

size_t gaps_in(std::string_view line) {
  size_t gaps = 0;
  while (!line.empty())
    if (next_piece(line).gap != Gap::none) ++gaps;
  return gaps;
}

void address(const Form& form, MemberId who, Audience& audience) {
  const bool to_all = form.to == Form::To::everyone || who == 0;
  audience.kind = to_all                        ? Audience::Kind::everyone
                  : form.to == Form::To::others ? Audience::Kind::others
                                                : Audience::Kind::only;
  audience.members.clear();
  if (!to_all) audience.members.push_back(who);
}

}  // namespace

std::string_view problem_with(const Form& form) {
  if (form.line.empty()) return "its line is empty";
  if (form.line.size() > kMaxFormLine) return "its line is longer than 1024 bytes";
  if (!wire::is_utf8(form.line) || !wire::is_utf8(form.kind)) return "its words are not UTF-8";
  if (form.kind.size() > kMaxFormLine) return "its kind is longer than 1024 bytes";
  if (gaps_in(form.line) > kMostGaps) return "its line has more than 8 gaps";
  return {};
}

size_t most_bytes(const Form& form, const Occasion& occasion) {
  return form.line.size() + kMostGaps * std::max(occasion.name.size(), occasion.word.size());
}

void fill(const Form& form, const Occasion& occasion, Post& post) {
  post.kind = form.kind;
  post.from = occasion.name;
  post.text = occasion.word;
  post.line.clear();
  for (std::string_view rest = form.line; !rest.empty();) {
    const auto piece = next_piece(rest);
    post.line += piece.words;
    if (piece.gap != Gap::none) post.line += piece.gap == Gap::name ? occasion.name : occasion.word;
  }
  address(form, occasion.who, post.audience);
}

Value to_value(const Form& form) {
  Table table;
  table.fields["kind"] = form.kind;
  table.fields["line"] = form.line;
  table.fields["to"] = to_string(form.to);
  return table;
}

std::optional<Form> form_of(const Value& value) {
  const auto to = audience_named(value.text_at("to"));
  if (!to) return std::nullopt;
  Form form{std::string(value.text_at("kind")), std::string(value.text_at("line")), *to};
  if (!problem_with(form).empty()) return std::nullopt;
  return form;
}

std::string_view to_string(Form::To to) {
  return kAudiences[static_cast<size_t>(to)];
}

std::optional<Form::To> audience_named(std::string_view name) {
  const auto found = std::find(kAudiences.begin(), kAudiences.end(), name);
  if (found == kAudiences.end()) return std::nullopt;
  return static_cast<Form::To>(found - kAudiences.begin());
}

}  // namespace moonroom::room
