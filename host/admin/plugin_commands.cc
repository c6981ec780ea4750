// The console commands about plugins.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/console_commands.h"
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

}  // namespace

std::string CommandTable::plugin(std::string_view arguments) {
  const auto typed = next_word(arguments);
  const auto* form = find_form("plugin", typed);
  if (!form) return no_such_form("plugin", typed);
  const auto what = form->word;
  const auto name = next_word(arguments);
  if (!form->arguments.empty() && name.empty())
    return failure(tr_format("which plugin? {}", usage_of(*form)));
  if (what == "list") return list_plugins();
  if (what == "enable" || what == "disable") {
    const auto done =
        what == "enable" ? context_.gallery.enable(name) : context_.gallery.disable(name);
    return done ? said_anew(*done) : failure(said_anew(done.error().what));
  }
  if (what == "folder") {
    std::error_code error;
    return std::filesystem::absolute(context_.gallery.folder(), error).string();
  }
  return change_plugin(what, name);
}

std::string CommandTable::change_plugin(std::string_view what, std::string_view name) {
  const auto* plugin = context_.judge.find_by_name(name);
  if (!plugin)
    return failure(
        tr_format("there is no plugin {}; /plugin list lists them", text::visible(name)));
  if (what == "resume" && plugin->file.problem.empty()) {
    context_.judge.resume(name, now_);
    return tr_format("{} is asked again", name);
  }
  const auto wrong = context_.reload(name);
  return wrong.empty() ? tr_format("{} is being loaded", name) : failure(said_anew(wrong));
}

std::string CommandTable::list_plugins() const {
  return plugin_table(context_.judge.plugins(), [this](const ring::PluginEntry& plugin) {
    return context_.judge.counters_of(plugin);
  });
}

std::string CommandTable::why(std::string_view arguments) {
  const auto& filter_log = context_.judge.filter_log();
  const auto& plugins = context_.judge.plugins();
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

}  // namespace moonroom::admin
