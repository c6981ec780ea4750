// The administrator's commands about plugins.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "app/command_forms.h"
#include "app/command_words.h"
#include "app/operator.h"
#include "app/plugin_table.h"
#include "base/language.h"
#include "wire/text.h"

namespace moonroom::app {
namespace {

// What /why shows when it is not asked for one message.
constexpr size_t kLatestCases = 10;

std::string describe(const ring::Case& it, const ring::PluginList& plugins) {
  auto text =
      tr_format("message {} by {}: {}", it.number, wire::visible(it.name), wire::visible(it.text));
  for (const auto& mark : it.marks) {
    const auto path = mark.plugin < plugins.all().size() ? plugins.all()[mark.plugin].file.path
                                                         : std::string(tr("a plugin"));
    const bool changed = mark.effect == ring::Mark::Effect::changed;
    text +=
        tr_format("\n  {} by {}: {}", tr(changed ? "changed" : "refused"), path,
                  mark.text.empty() ? std::string(tr("(no reason)")) : wire::visible(mark.text));
  }
  return text;
}

}  // namespace

std::string Operator::plugin(std::string_view arguments) {
  const auto typed = next_word(arguments);
  const auto* form = find_form("plugin", typed);
  if (!form) return no_such_form("plugin", typed);
  const auto what = form->word;
  const auto name = next_word(arguments);
  if (!form->arguments.empty() && name.empty())
    return failure(tr_format("which plugin? {}", usage_of(*form)));
  if (what == "list") return list_plugins();
  if (what == "enable" || what == "disable") {
    const auto done = what == "enable" ? room_.gallery.enable(name) : room_.gallery.disable(name);
    return done ? said_anew(*done) : failure(said_anew(done.error().what));
  }
  if (what == "folder") {
    std::error_code error;
    return std::filesystem::absolute(room_.gallery.folder(), error).string();
  }
  return change_plugin(what, name);
}

std::string Operator::change_plugin(std::string_view what, std::string_view name) {
  const auto* plugin = room_.judge.named(name);
  if (!plugin)
    return failure(
        tr_format("there is no plugin {}; /plugin list lists them", wire::visible(name)));
  if (what == "resume" && plugin->file.problem.empty()) {
    room_.judge.resume(name, now_);
    return tr_format("{} is asked again", name);
  }
  const auto wrong = room_.reload(name);
  return wrong.empty() ? tr_format("{} is being loaded", name) : failure(said_anew(wrong));
}

std::string Operator::list_plugins() const {
  return plugin_table(room_.judge.plugins(), [this](const ring::PluginRecord& plugin) {
    return room_.judge.use_of(plugin);
  });
}

std::string Operator::why(std::string_view arguments) {
  const auto& docket = room_.judge.docket();
  const auto& plugins = room_.judge.plugins();
  const auto word = next_word(arguments);
  if (word.empty()) {
    const auto& cases = docket.cases();
    std::string text;
    for (size_t i = cases.size() - std::min(cases.size(), kLatestCases); i < cases.size(); ++i)
      text += (text.empty() ? "" : "\n") + describe(cases[i], plugins);
    return text.empty() ? std::string(tr("no plugin has changed or refused a message")) : text;
  }
  uint64_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  const auto* found = docket.find(number);
  return found ? describe(*found, plugins)
               : tr_format("no plugin changed or refused message {}", wire::visible(word));
}

}  // namespace moonroom::app
