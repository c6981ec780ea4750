#include "files/lua_text.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace moonroom::files {
namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";

// In UTF-16 every second byte of Latin text is zero.
bool is_wide(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return true;
  const auto zeros = std::count(bytes.begin(), bytes.end(), '\0');
  return zeros > 0 && static_cast<size_t>(zeros) >= bytes.size() / 4;
}

}  // namespace

Result<std::string> lua_text(std::string bytes) {
  if (bytes.starts_with("\x1bL"))
    return problem("this is compiled Lua (bytecode), which is never loaded; put its source here");
  if (is_wide(bytes)) return problem("this is UTF-16 text; save it as UTF-8");
  if (bytes.find('\0') != std::string::npos)
    return problem("this holds zero bytes, so it is no text; save it as UTF-8");
  if (bytes.starts_with(kMark)) bytes.erase(0, kMark.size());
  return bytes;
}

}  // namespace moonroom::files
