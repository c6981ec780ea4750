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

struct Form {
  enum class To : uint8_t { others, everyone, member };

  std::string kind = "notice";
  std::string line;
  To to = To::others;
};

/// What a form is filled in with. Without a member (0) the administrator is meant.
struct Occasion {
  MemberId who = 0;
  std::string_view name;
  /// What was said, or why he left.
  std::string_view word;
};

/// A line is said many times longer than its form if gaps are many.
constexpr size_t kMostGaps = 8;
constexpr size_t kMaxFormLine = 1024;

/// What is wrong with the words of a form, or nothing.
std::string_view problem_with(const Form& form);

/// The most bytes that the line takes.
size_t most_bytes(const Form& form, const Occasion& occasion);

/// Writes over what stands in `post`, in its own memory where that will do.
void fill(const Form& form, const Occasion& occasion, Post& post);

/// As plain data, and back; nothing when that is no form.
Value to_value(const Form& form);
std::optional<Form> form_of(const Value& value);

std::string_view to_string(Form::To to);
std::optional<Form::To> audience_named(std::string_view name);

}  // namespace moonroom::room
