#include "client/codeset.h"

#include <iconv.h>
#include <langinfo.h>
#include <locale.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <set>

#include "client/xdg_paths.h"
#include "text/text.h"

namespace moonroom::client {
namespace {

// Non-ASCII input that is valid UTF-8 is almost never text of a single-byte codeset: it comes from
// a terminal that sends UTF-8 whatever the locale says. Text of a multi-byte codeset can look like
// UTF-8.
bool prefers_utf8(std::string_view codeset) {
  static const std::set<std::string_view> kOfSeveralBytes = {
      "BIG5", "BIG5-HKSCS", "CP932",  "EUC-CN", "EUC-JP",    "EUC-JISX0213", "EUC-KR", "EUC-TW",
      "GBK",  "GB18030",    "GB2312", "JOHAB",  "SHIFT_JIS", "SJIS",         "UHC"};
  std::string upper(codeset);
  for (char& letter : upper)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return !kOfSeveralBytes.contains(upper);
}

std::optional<std::string> converted(std::string_view bytes, const std::string& codeset) {
  const iconv_t converter = ::iconv_open("UTF-8", codeset.c_str());
  if (reinterpret_cast<intptr_t>(converter) == -1) return std::nullopt;
  const std::unique_ptr<void, int (*)(iconv_t)> owner(converter, ::iconv_close);
  // iconv(3) does not change its input.
  char* in = const_cast<char*>(bytes.data());
  size_t left = bytes.size();
  std::string text;
  while (left > 0) {
    std::array<char, 4096> piece;
    char* out = piece.data();
    size_t space = piece.size();
    const bool whole = ::iconv(converter, &in, &left, &out, &space) != static_cast<size_t>(-1);
    if (!whole && errno != E2BIG) return std::nullopt;
    text.append(piece.data(), out);
  }
  return text;
}

// For a locale that is not installed: "GBK" of "zh_CN.GBK" (POSIX, 8.2).
std::string named_codeset() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    auto locale = environment(variable);
    if (locale.empty()) continue;
    const auto dot = locale.find('.');
    if (dot == std::string_view::npos) break;
    locale.remove_prefix(dot + 1);
    return std::string(locale.substr(0, locale.find('@')));
  }
  return "ANSI_X3.4-1968";
}

}  // namespace

std::string codeset_of_environment() {
  const locale_t locale = ::newlocale(LC_CTYPE_MASK, "", nullptr);
  if (locale == nullptr) return named_codeset();
  std::string codeset = ::nl_langinfo_l(CODESET, locale);
  ::freelocale(locale);
  return codeset;
}

std::optional<std::string> to_utf8(std::string_view bytes, const std::string& codeset) {
  const bool is_utf8 = text::is_utf8(bytes);
  if (is_utf8 && prefers_utf8(codeset)) return std::string(bytes);
  auto text = converted(bytes, codeset);
  if (!text && is_utf8) text = std::string(bytes);
  return text;
}

}  // namespace moonroom::client
