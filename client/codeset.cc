#include "client/codeset.h"

#include <iconv.h>
#include <langinfo.h>
#include <locale.h>

#include <array>
#include <cerrno>
#include <memory>

#include "client/places.h"
#include "wire/text.h"

namespace moonroom::client {
namespace {

// ASCII is a part of UTF-8, and what is none of it in the locale C is likely to be UTF-8.
bool is_checked_only(std::string_view codeset) {
  return codeset == "UTF-8" || codeset == "utf8" || codeset == "ANSI_X3.4-1968" || codeset.empty();
}

std::optional<std::string> converted(std::string_view bytes, const std::string& codeset) {
  const iconv_t converter = ::iconv_open("UTF-8", codeset.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const std::unique_ptr<void, int (*)(iconv_t)> owner(converter, ::iconv_close);
  // iconv(3) does not change what it reads.
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

// Of a locale that is not installed: "GBK" of "zh_CN.GBK" (POSIX, 8.2).
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
  auto text = is_checked_only(codeset) ? std::nullopt : converted(bytes, codeset);
  if (!text && wire::is_utf8(bytes)) text = std::string(bytes);
  return text;
}

}  // namespace moonroom::client
