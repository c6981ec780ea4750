// A post that is written before it is needed. Its line has gaps for whom it is about and what was
// said: a script that has nothing else to say to an event hands in the form once, and whoever has
// the event fills it in without asking the script again. Pure.
//
//     line = *( gap / any )
//     gap  = "{name}" / "{text}" / "{why}"    ; all else in braces stands for itself
//
// `{text}` and `{why}` are the same gap: an event has one word beside its member.
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

/// What a form is filled in with. Without a member (0) the administrator is meant.
struct TemplateValues {
  MemberId who = 0;
  std::string_view name;
  /// What was said, or why he left.
  std::string_view word;
};

/// A line is said many times longer than its form if gaps are many.
constexpr size_t kMaxPlaceholders = 8;
constexpr size_t kMaxTemplateLine = 1024;

/// What is wrong with the words of a form, or nothing.
std::string_view validate(const PostTemplate& form);

/// The most bytes that the line takes.
size_t max_rendered_size(const PostTemplate& form, const TemplateValues& values);

/// Writes over what stands in `post`, in its own memory where that will do.
void render(const PostTemplate& form, const TemplateValues& values, Post& post);

/// As plain data, and back; nothing when that is no form.
Value to_value(const PostTemplate& form);
std::optional<PostTemplate> template_of(const Value& value);

std::string_view to_string(PostTemplate::To to);
std::optional<PostTemplate::To> audience_named(std::string_view name);

}  // namespace moonroom::room
