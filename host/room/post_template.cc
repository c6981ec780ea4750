#include "room/post_template.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/text.h"

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

// Removes from `rest` the text up to the next placeholder, and the placeholder.
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

void address(const PostTemplate& form, MemberId who, Audience& audience) {
  const bool to_all = form.to == PostTemplate::To::everyone || who == 0;
  audience.kind = to_all                                ? Audience::Kind::everyone
                  : form.to == PostTemplate::To::others ? Audience::Kind::others
                                                        : Audience::Kind::only;
  audience.members.clear();
  if (!to_all) audience.members.push_back(who);
}

}  // namespace

std::string_view validate(const PostTemplate& form) {
  if (form.line.empty()) return "its line is empty";
  if (form.line.size() > kMaxTemplateLine) return "its line is longer than 1024 bytes";
  if (!text::is_utf8(form.line) || !text::is_utf8(form.kind)) return "its words are not UTF-8";
  if (form.kind.size() > kMaxTemplateLine) return "its kind is longer than 1024 bytes";
  if (gaps_in(form.line) > kMaxPlaceholders) return "its line has more than 8 gaps";
  return {};
}

size_t max_rendered_size(const PostTemplate& form, const TemplateValues& values) {
  return form.line.size() + kMaxPlaceholders * std::max(values.name.size(), values.word.size());
}

void render(const PostTemplate& form, const TemplateValues& values, Post& post) {
  post.kind = form.kind;
  post.from = values.name;
  post.text = values.word;
  post.line.clear();
  for (std::string_view rest = form.line; !rest.empty();) {
    const auto piece = next_piece(rest);
    post.line += piece.words;
    if (piece.gap != Gap::none) post.line += piece.gap == Gap::name ? values.name : values.word;
  }
  address(form, values.who, post.audience);
}

Value to_value(const PostTemplate& form) {
  Table table;
  table.fields["kind"] = form.kind;
  table.fields["line"] = form.line;
  table.fields["to"] = to_string(form.to);
  return table;
}

std::optional<PostTemplate> template_of(const Value& value) {
  const auto to = audience_named(value.text_at("to"));
  if (!to) return std::nullopt;
  PostTemplate form{std::string(value.text_at("kind")), std::string(value.text_at("line")), *to};
  if (!validate(form).empty()) return std::nullopt;
  return form;
}

std::string_view to_string(PostTemplate::To to) {
  return kAudiences[static_cast<size_t>(to)];
}

std::optional<PostTemplate::To> audience_named(std::string_view name) {
  const auto found = std::find(kAudiences.begin(), kAudiences.end(), name);
  if (found == kAudiences.end()) return std::nullopt;
  return static_cast<PostTemplate::To>(found - kAudiences.begin());
}

}  // namespace moonroom::room
