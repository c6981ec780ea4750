// The console commands about plugins.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <functional>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/plugin_table.h"
#include "base/language.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

// Number of cases that /why shows without a message number.
constexpr size_t kLatestCases = 10;

std::string describe(const ring::FilterLogEntry& it, const ring::PluginRegistry& plugins) {
  auto text =
      tr_format("message {} by {}: {}", it.number, text::visible(it.name), text::visible(it.text));
  for (const auto& mark : it.effects) {
    const auto path = mark.plugin < plugins.all().size() ? plugins.all()[mark.plugin].file.path
                                                         : std::string(tr("a plugin"));
    const bool changed = mark.kind == ring::FilterEffect::Kind::changed;
    text +=
        tr_format("\n  {} by {}: {}", tr(changed ? "changed" : "refused"), path,
                  mark.text.empty() ? std::string(tr("(no reason)")) : text::visible(mark.text));
  }
  return text;
}

CommandReply with_name(std::string_view word, std::string_view& arguments,
                       const std::function<CommandReply(std::string_view name)>& run) {
  const auto name = next_word(arguments);
  if (!name.empty()) return run(name);
  return failure(tr_format("which plugin? {}", usage_of(*find_form("plugin", word))));
}

CommandReply list(CommandContext& context, std::string_view) {
  return plugin_table(context.judge.plugins(), [&](const ring::PluginEntry& plugin) {
    return context.judge.counters_of(plugin);
  });
}

CommandReply folder(CommandContext& context, std::string_view) {
  std::error_code error;
  return std::filesystem::absolute(context.gallery.folder(), error).string();
}

CommandReply reload(CommandContext& context, std::string_view name) {
  if (!context.judge.find_by_name(name))
    return failure(
        tr_format("there is no plugin {}; /plugin list lists them", text::visible(name)));
  const auto wrong = context.reload(name);
  return wrong.empty() ? CommandReply(tr_format("{} is being loaded", name))
                       : failure(said_anew(wrong));
}

CommandReply load(CommandContext& context, std::string_view arguments) {
  return with_name("load", arguments, [&](std::string_view name) { return reload(context, name); });
}

CommandReply load_again(CommandContext& context, std::string_view arguments) {
  return with_name("reload", arguments,
                   [&](std::string_view name) { return reload(context, name); });
}

CommandReply resume(CommandContext& context, std::string_view arguments) {
  return with_name("resume", arguments, [&](std::string_view name) -> CommandReply {
    const auto* plugin = context.judge.find_by_name(name);
    if (!plugin || !plugin->file.problem.empty()) return reload(context, name);
    context.judge.resume(name, context.now);
    return tr_format("{} is asked again", name);
  });
}

CommandReply told(const Result<std::string>& done) {
  return done ? CommandReply(said_anew(*done)) : failure(said_anew(done.error().what));
}

CommandReply enable(CommandContext& context, std::string_view arguments) {
  return with_name("enable", arguments,
                   [&](std::string_view name) { return told(context.gallery.enable(name)); });
}

CommandReply disable(CommandContext& context, std::string_view arguments) {
  return with_name("disable", arguments,
                   [&](std::string_view name) { return told(context.gallery.disable(name)); });
}

CommandReply why(CommandContext& context, std::string_view arguments) {
  const auto& filter_log = context.judge.filter_log();
  const auto& plugins = context.judge.plugins();
  const auto word = next_word(arguments);
  if (word.empty()) {
    const auto& cases = filter_log.entries();
    std::string text;
    for (size_t i = cases.size() - std::min(cases.size(), kLatestCases); i < cases.size(); ++i)
      text += (text.empty() ? "" : "\n") + describe(cases[i], plugins);
    return text.empty() ? std::string(tr("no plugin has changed or refused a message")) : text;
  }
  uint64_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  const auto* found = filter_log.find(number);
  return found ? describe(*found, plugins)
               : tr_format("no plugin changed or refused message {}", text::visible(word));
}

constexpr auto kPluginCommands = std::to_array<CommandForm>({
    {"plugin", "list", "", "the plugins, and what they are up to", list, true},
    {"plugin", "folder", "", "the folder whose plugins the room runs", folder},
    {"plugin", "load", "PLUGIN", "read a plugin's file again", load},
    {"plugin", "reload", "PLUGIN", "the same as load", load_again},
    {"plugin", "resume", "PLUGIN", "ask a plugin again that was disabled for its faults", resume},
    {"plugin", "enable", "NAME", "copy a plugin of the gallery into the folder", enable},
    {"plugin", "disable", "NAME", "stop a plugin; its file and what it knows stay", disable},
    {"why", "", "[NUMBER]", "which plugin changed or refused a message", why},
});

}  // namespace

std::span<const CommandForm> plugin_commands() {
  return kPluginCommands;
}

}  // namespace moonroom::admin
