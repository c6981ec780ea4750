#include "config/tool_call.h"

#include <CLI/CLI.hpp>

namespace moonroom::config {

void describe_tools(CLI::App& app, ToolCall& tool) {
  // After a subcommand, another one's name is a path: `check plugins`.
  app.require_subcommand(0, 1);
  const auto add = [&](const char* name, const char* help, const char* argument, const char* what) {
    auto* word = app.add_subcommand(name, help)->fallthrough();
    if (argument) word->add_option(argument, tool.arguments, what);
    word->callback([&tool, name] { tool.name = name; });
    return word;
  };
  add("check", "Look for mistakes in plugins, without a room", "PATH",
      "Files or folders; the folder of plugins when left out");
  add("test", "Run the tests of plugins: NAME_test.lua beside NAME.lua", "PATH",
      "Files or folders; scripts, plugins and gallery when left out");
  add("plugins", "Show who is asked about what, in which order, and why", nullptr, nullptr);
  add("new", "Write the beginning of a plugin and its test", "NAME", "a-z, 0-9 and _")
      ->get_option("NAME")
      ->required()
      ->expected(1);
  add("plugin", "Turn a plugin of the gallery on, or one off: plugin enable dice", "WHAT",
      "enable NAME, or disable NAME")
      ->get_option("WHAT")
      ->required()
      ->expected(2);
  add("upgrade", "Have the running host become the program that is installed now", nullptr,
      nullptr);
  add("reload", "The same: also has it take the options that are there now", nullptr, nullptr);
  add("console", "Attach to the host that runs with the same --data: another console of it",
      nullptr, nullptr);
  add("doctor", "Look whether this machine suits a room, and say what to change", nullptr, nullptr);
  add("history", "Show what was said last", "COUNT", "How many lines; 20 when left out");
  auto* exported =
      add("export", "Write what was said into a file", "FILE", "Where to; - is standard output");
  exported->add_flag("--force", tool.force, "Replace a file that is there already");
  exported->get_option("FILE")->required()->expected(1);
  exported->add_option("--format", tool.format, "text, or json: one object a line")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  exported->add_option("--from", tool.from, "The number of the first entry")
      ->check(CLI::NonNegativeNumber);
  exported->add_option("--to", tool.to, "And of the last")->check(CLI::NonNegativeNumber);
  add("reference", "Print what plugins can see", "FORM", "markdown, luacats or luacheck")
      ->get_option("FORM")
      ->required()
      ->expected(1);
}

}  // namespace moonroom::config
