#include "script/filter_runner.h"

#include <fmt/format.h>

#include <optional>

#include "room/bounds.h"
#include "script/lua_value.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

constexpr Hook kJoinFilter = hook_named("filter_join");
constexpr Hook kMessageFilter = hook_named("filter_message");

// A refusal's reason as text: a number is converted, nil is the empty reason of a silent refusal.
// Nullopt for a value that cannot be shown.
std::optional<std::string> reason_of(const Value& second) {
  if (second.is_nil()) return "";
  if (const auto* number = second.number()) return fmt::format("{}", *number);
  const auto* text = second.text();
  return text && text::is_utf8(*text) ? std::optional(*text) : std::nullopt;
}

// "a number", "false and a table".
std::string kind_of(const Value& value) {
  if (const auto* flag = value.flag()) return *flag ? "true" : "false";
  if (value.is_nil()) return "nil";
  if (const auto* text = value.text(); text && !text::is_utf8(*text))
    return "a text that is not UTF-8";
  return fmt::format("a {}", type_name(value));
}

std::string what_is_wrong(Hook hook, const Plugin::HookResult& returned) {
  const auto second = returned.second.is_nil() ? std::string() : " and " + kind_of(returned.second);
  return fmt::format(" returned {}{}; a filter returns nothing, or false and a reason{}",
                     kind_of(returned.first), second,
                     hook == kMessageFilter ? ", or a new text" : "");
}

}  // namespace

void FilterRunner::refuse_unjudged(Hook filter) {
  response_.refuse(refusal(filter));
}

void FilterRunner::judge_join(room::MemberId who) {
  plugins_.chain.for_each_hook(kJoinFilter, [&](Plugin& plugin) {
    return !is_refused(plugin, kJoinFilter, plugin.call(kJoinFilter, who, std::nullopt));
  });
}

bool FilterRunner::judge_message(CurrentMessage& message) {
  plugins_.chain.for_each_hook(kMessageFilter, [&](Plugin& plugin) {
    const auto returned = plugin.call_message(kMessageFilter, message);
    const auto* changed = returned ? returned->first.text() : nullptr;
    return changed ? apply_text(plugin, message, *changed)
                   : !is_refused(plugin, kMessageFilter, returned);
  });
  if (!message.command.empty()) response_.drop_filter_effects();
  return response_.passed() && !is_taken_over_;
}

// False when the event is refused, because the filter returned what no line can be.
bool FilterRunner::apply_text(const Plugin& plugin, CurrentMessage& message,
                              const std::string& changed) {
  if (changed.empty() || changed.size() > room::kMaxText || !text::is_utf8(changed))
    return !fail_closed(plugin, kMessageFilter,
                        " returned a text that is empty, too long or not UTF-8");
  if (changed == message.text) return true;
  message.text = changed;
  response_.note_changed(plugin, changed);
  if (auto* use = plugins_.chain.counters(plugin.id())) ++use->changed;
  return true;
}

// The wording differs: a message is not sent, a newcomer is not admitted.
std::string FilterRunner::refusal(Hook filter) const {
  return filter == kMessageFilter
             ? plugins_.settings.host_phrase("unchecked",
                                             "your line could not be checked, so it was not sent")
             : plugins_.settings.host_phrase("refused", "refused");
}

// Reports a filter's fault; true when the event is refused because of it.
bool FilterRunner::fail_closed(const Plugin& plugin, Hook hook, const std::string& what) {
  response_.fault(plugin, fmt::format("{}{}", name_of(hook), what));
  if (!plugin.ordering().fail_closed) return false;
  response_.refuse_by(plugin, refusal(hook));
  return true;
}

// A filter that returns false refuses, whatever its second value. Any other value but nil is an
// error, and `fail` decides what an error means.
bool FilterRunner::is_refused(const Plugin& plugin, Hook hook,
                              const Result<Plugin::HookResult>& returned) {
  if (!returned) return fail_closed(plugin, hook, ": " + returned.error().what);
  const auto& [first, second] = *returned;
  if (first.is_nil() && second.is_nil()) return false;
  is_taken_over_ = first == Value(false) && second == Value(true);
  if (is_taken_over_) return true;
  if (first != Value(false)) return fail_closed(plugin, hook, what_is_wrong(hook, *returned));
  const auto reason = reason_of(second);
  response_.refuse_by(plugin, reason.value_or(refusal(hook)));
  if (!reason)
    response_.fault(plugin, fmt::format("{}{}", name_of(hook), what_is_wrong(hook, *returned)));
  if (auto* use = plugins_.chain.counters(plugin.id())) ++use->refused;
  return true;
}

}  // namespace moonroom::script
