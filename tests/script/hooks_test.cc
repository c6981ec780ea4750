// The table of hooks is complete and consistent.
#include "script/hooks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace moonroom::script;

TEST_CASE("each row says all that the reference needs") {
  std::set<std::string_view> names;
  for (const auto& hook : kHooks) {
    CAPTURE(hook.name);
    CHECK(names.insert(hook.name).second);
    CHECK_FALSE(hook.help.empty());
    CHECK(hook.example.find(hook.name) != hook.example.npos);
    CHECK_FALSE(hook.parameters.empty());
    CHECK(std::all_of(hook.parameters.begin(), hook.parameters.end(),
                      [](const Parameter& it) { return !it.type.empty() && !it.help.empty(); }));
  }
}

TEST_CASE("the kind of a hook decides its name, its result and whether it can be a template") {
  for (const auto& hook : kHooks) {
    CAPTURE(hook.name);
    CHECK((hook.kind == HookKind::filter) == hook.name.starts_with("filter_"));
    CHECK((hook.kind == HookKind::filter) == (hook.returns.find("reason") != hook.returns.npos));
    if (hook.kind != HookKind::notice) CHECK(hook.placeholders.empty());
    if (hook.kind == HookKind::notice) CHECK(hook.returns.empty());
  }
}

TEST_CASE("a hook is found by its name") {
  static_assert(name_of(hook_named("on_join")) == "on_join");
  for (size_t i = 0; i < kHooks.size(); ++i) CHECK(kHookNames[i] == kHooks[i].name);
}
