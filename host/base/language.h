// The language of the programs' own messages: English or Chinese. English texts stand in the code
// where they are used and are the keys of one table (chinese.cc), as with gettext. The room's
// messages are not in it; they come from the wording (scripts/wording). Logs and output for
// programs (metrics, JSON, `reference`) stay English.
//
// A console's texts are made while a `Speaking` for that console exists. For one thread only.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace moonroom {

enum class Language { english, chinese };

/// By the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty (POSIX, 8.2):
/// "zh_CN.UTF-8".
Language language_of(std::string_view locale);
/// "en" or "zh", the values of `--language`.
std::optional<Language> language_named(std::string_view name);
std::string_view name_of(Language language);
/// By `--language` among a program's arguments, else by its environment. Called before options are
/// parsed, so that parse errors are in that language.
Language language_wanted(int argc, const char* const* argv);

/// The current language; English at first.
Language current_language();
/// Sets the language of the whole process.
void speak(Language language);

/// Sets another language for a scope.
class Speaking {
 public:
  explicit Speaking(Language language) : before_(current_language()) { speak(language); }
  Speaking(const Speaking&) = delete;
  Speaking& operator=(const Speaking&) = delete;
  ~Speaking() { speak(before_); }

 private:
  Language before_;
};

/// The Chinese for an English text or fmt format; nullopt when the table lacks it.
std::optional<std::string_view> chinese_for(std::string_view english);

/// `english`, a literal in the code, in the current language.
std::string_view tr(std::string_view english);

/// A fmt format in the current language, with its values.
template <class... Values>
std::string tr_format(std::string_view english, const Values&... values) {
  return fmt::format(fmt::runtime(tr(english)), values...);
}

/// Translates a sentence that was composed elsewhere, as in a Problem: it must be a text of the
/// table, or match one of its formats. Also translates values that are sentences of the table.
std::string said_anew(std::string_view sentence);
/// The same for a text whose further lines are foreign: output of a test, a stack trace.
std::string first_line_anew(std::string_view text);

}  // namespace moonroom
