// A post that a script prepares before it is needed. Its line has placeholders for the member and
// the text. A script that always reacts to an event in the same way registers a template once, and
// the host renders it without calling the script. Pure.
//
//     line        = *( placeholder / any )
//     placeholder = "{name}" / "{text}" / "{why}"    ; other braces are plain text
//
// `{text}` and `{why}` are the same placeholder: an event has one text besides its member.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "room/event.h"

namespace moonroom::room {

struct PostTemplate {
  enum class To : uint8_t { others, everyone, member };

  std::string kind = "notice";
  std::string line;
  To to = To::others;
};

/// The values for the placeholders. Without a member (0) the event is the administrator's.
struct TemplateValues {
  MemberId who = 0;
  std::string_view name;
  /// The message's text, or the reason for the leave.
  std::string_view word;
};

/// Each placeholder multiplies the line's length.
constexpr size_t kMaxPlaceholders = 8;
constexpr size_t kMaxTemplateLine = 1024;

/// The error in a template's line, or empty.
std::string_view validate(const PostTemplate& form);

/// Upper bound on the size of the rendered line.
size_t max_rendered_size(const PostTemplate& form, const TemplateValues& values);

/// Overwrites `post`, reusing its memory.
void render(const PostTemplate& form, const TemplateValues& values, Post& post);

/// Conversion to plain data and back; nullopt when the data is no template.
Value to_value(const PostTemplate& form);
std::optional<PostTemplate> template_of(const Value& value);

std::string_view to_string(PostTemplate::To to);
std::optional<PostTemplate::To> audience_named(std::string_view name);

}  // namespace moonroom::room
