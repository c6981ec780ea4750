#include "script/error_words.h"

#include <algorithm>

#include "text/text.h"

namespace moonroom::script {
namespace {

// A number with fewer digits is not an address.
constexpr size_t kMinAddressDigits = 8;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The text before an address in Lua's own messages.
void remove_lead(std::string& words) {
  for (const std::string_view lead : {": at ", ": "})
    if (words.ends_with(lead)) {
      words.resize(words.size() - lead.size());
      return;
    }
}

}  // namespace

std::string error_words(std::string_view error) {
  error = error.substr(0, 2 * kMaxErrorWords);
  std::string words;
  while (true) {
    const size_t at = error.find("0x");
    words += error.substr(0, at);
    if (at == std::string_view::npos) break;
    error.remove_prefix(at + 2);
    const auto end = std::find_if_not(error.begin(), error.end(), is_hex);
    const auto digits = static_cast<size_t>(end - error.begin());
    if (digits < kMinAddressDigits) {
      words += "0x";
      continue;
    }
    remove_lead(words);
    error.remove_prefix(digits);
  }
  return text::shortened(words, kMaxErrorWords);
}

}  // namespace moonroom::script
