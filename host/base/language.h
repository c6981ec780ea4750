// The language in which programs speak to the person in front of them: English, or Chinese. English
// texts stand where they are used and are the keys of one table (chinese.cc), as with gettext. What
// the room says is not in it: that is the wording's (scripts/wording). Logs and what programs read
// (metrics, JSON, `reference`) stay English.
//
// Texts of a person at a console are made while a `Speaking` for that console lives. One thread.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace moonroom {

enum class Language { english, chinese };

/// By the value of the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty (POSIX,
/// 8.2): "zh_CN.UTF-8".
Language language_of(std::string_view locale);
/// "en" or "zh", as `--language` has it.
std::optional<Language> language_named(std::string_view name);
std::string_view name_of(Language language);
/// By `--language` among the arguments of a program, else by its environment; before options are
/// parsed, so that what is said of them is in it.
Language language_wanted(int argc, const char* const* argv);

/// The language of what is said now: at first English.
Language current_language();
/// From now on, for the whole process.
void speak(Language language);

/// Another language for a while.
class Speaking {
 public:
  explicit Speaking(Language language) : before_(current_language()) { speak(language); }
  Speaking(const Speaking&) = delete;
  Speaking& operator=(const Speaking&) = delete;
  ~Speaking() { speak(before_); }

 private:
  Language before_;
};

/// The Chinese for an English text, a format for fmt too; nothing when the table lacks it.
std::optional<std::string_view> chinese_for(std::string_view english);

/// `english`, a literal of the program, in the current language.
std::string_view tr(std::string_view english);

/// A format of fmt in the current language, filled.
template <class... Values>
std::string tr_format(std::string_view english, const Values&... values) {
  return fmt::format(fmt::runtime(tr(english)), values...);
}

/// A sentence that was put together elsewhere, as in a Problem: translated when it is a text of the
/// table, or what one of its formats makes. Parts that are sentences of the table are, too.
std::string said_anew(std::string_view sentence);
/// The same for a text whose further lines are somebody else's: what a test heard, a trace.
std::string first_line_anew(std::string_view text);

}  // namespace moonroom
