#include "script/settings.h"

#include "room/host_messages.h"
#include "script/lua_sandbox.h"
#include "script/lua_value.h"

namespace moonroom::script {

// The file runs without `room`: it can only return.
Result<Value> read_words(const ring::PluginSource& file, const PluginLimits& limits) {
  LuaState state(limits.memory);
  Value words;
  auto ran = state.guarded([&](lua_State* L) {
    open_sandbox(L);
    compile(L, file.source, file.path);
    call_traced(L, 0, 1);
    words = to_value(L, 1);
  });
  if (ran && !words.table()) ran = problem("it must return a table");
  if (!ran) return problem(wrong_with(file, ran.error().what));
  return words;
}

Result<void> Settings::load(const ring::PluginSource& file, const PluginLimits& limits) {
  auto words = read_words(file, limits);
  if (!words) return tl::unexpected(words.error());
  if (file.role == ring::Role::settings) {
    settings_ = std::move(*words);
    return {};
  }
  if (const auto checked = check_wording(file.id, *words); !checked)
    return problem(wrong_with(file, checked.error().what));
  wordings_[file.id] = std::move(*words);
  return {};
}

// Checks the new wording merged with the others, as the room will use them.
Result<void> Settings::check_wording(uint32_t id, const Value& words) const {
  auto wordings = wordings_;
  wordings[id] = words;
  Value below = Table{};
  for (const auto& [other, each] : wordings) {
    if (const auto wrong = room::check_host_messages(each, below); !wrong.empty())
      return problem(wrong);
    lay_over(below, each);
  }
  return {};
}

Value Settings::wording() const {
  Value all = Table{};
  for (const auto& [id, words] : wordings_) lay_over(all, words);
  return all;
}

Overrides Settings::overrides_for(const ring::PluginSource& file) const {
  Overrides overrides;
  const auto all = wording();
  if (const auto language = all.text_at("language"); !language.empty())
    overrides.language = language;
  const auto add = [&](const Value& source, Value& to) {
    if (const auto* part = source.field(file.name)) to = *part;
  };
  if (file.role == ring::Role::script) add(all, overrides.words);
  add(settings_, overrides.settings);
  return overrides;
}

std::string Settings::host_phrase(std::string_view key, std::string_view otherwise) const {
  const auto all = wording();
  const auto* words = all.field("host");
  const auto text = words ? words->text_at(key) : std::string_view();
  return std::string(text.empty() ? otherwise : text);
}

}  // namespace moonroom::script
