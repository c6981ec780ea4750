#include "client/own_name.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "client/codeset.h"
#include "client/input_text.h"
#include "client/xdg_paths.h"

namespace moonroom::client {
namespace {

std::string login_name() {
  for (const char* variable : {"USER", "LOGNAME"})
    if (const auto name = environment(variable); !name.empty()) return std::string(name);
  const auto* entry = ::getpwuid(::geteuid());
  return entry == nullptr ? std::string() : entry->pw_name;
}

}  // namespace

Result<std::string> own_name(const std::string& given, bool can_ask, const std::string& codeset,
                             Language language) {
  if (given.empty() && can_ask) return std::string();
  auto name = to_utf8(given.empty() ? login_name() : given, codeset);
  if (!name)
    return problem(fmt::format(fmt::runtime(phrase(Phrase::name_is_no_text, language)), codeset));
  if (is_blank(*name)) return problem(std::string(phrase(Phrase::needs_name, language)));
  return *std::move(name);
}

}  // namespace moonroom::client
