// The matches in a text, in brackets: "a [bad] word".
#pragma once

#include <string>
#include <string_view>

namespace moonroom::match {

template <class AnyMatcher>
std::string marked_by(const AnyMatcher& matcher, std::string_view text) {
  std::string result;
  size_t at = 0;
  for (const auto& found : matcher.all(text)) {
    result += text.substr(at, found.begin - at);
    result += '[' + std::string(text.substr(found.begin, found.end - found.begin)) + ']';
    at = found.end;
  }
  return result + std::string(text.substr(at));
}

}  // namespace moonroom::match
