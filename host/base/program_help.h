// A program's --help in the user's language. The code has English help at each option; it is
// translated once all options are defined (language.h).
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/language.h"
#include "text/graphemes.h"

namespace moonroom {

/// CLI11's formatter with widths in columns; its own counts bytes.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    constexpr size_t kColumn = 30;
    auto line = "  " + make_option_name(option, is_positional) + make_option_opts(option);
    const auto help = make_option_desc(option);
    const size_t columns = text::columns_of_text(line);
    if (help.empty()) return line + '\n';
    line +=
        columns < kColumn ? std::string(kColumn - columns, ' ') : '\n' + std::string(kColumn, ' ');
    return line + help + '\n';
  }
};

inline void translate_labels(CLI::App& app) {
  for (const char* label : {"Usage", "OPTIONS", "Positionals", "Options", "Subcommands",
                            "SUBCOMMAND", "REQUIRED", "Env", "Needs", "Excludes"})
    app.get_formatter()->label(label, std::string(tr(label)));
  for (auto* option : app.get_options())
    if (option->get_group() == "Options") option->group(std::string(tr("Options")));
  for (auto* word : app.get_subcommands({}))
    if (word->get_group() == "Subcommands") word->group(std::string(tr("Subcommands")));
}

/// Translates the program's help and that of its subcommands.
inline void translate_help(CLI::App& app) {
  app.formatter(std::make_shared<HelpFormatter>());
  translate_labels(app);
  app.description(std::string(tr(app.get_description())));
  app.footer(std::string(tr(app.get_footer())));
  for (auto* option : app.get_options())
    option->description(std::string(tr(option->get_description())));
  for (auto* word : app.get_subcommands({})) translate_help(*word);
}

/// Defines `--language`, which `language_wanted` has evaluated already.
inline void add_language_option(CLI::App& app, std::string& language) {
  app.add_option("--language", language,
                 "The language of this program, en or zh; left out: by the environment")
      ->check(CLI::IsMember({"en", "zh"}))
      ->type_name("LANG");
}

}  // namespace moonroom
