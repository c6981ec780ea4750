// The functions that a plugin registers for later.
#include "script/callbacks.h"

#include <doctest/doctest.h>

#include "script/lua_state.h"

using namespace moonroom;

namespace {

struct CallbacksFixture {
  script::LuaState state{1u << 20};
  script::Callbacks callbacks;

  void in_lua(auto body) {
    REQUIRE(state.guarded([&](lua_State* L) { body(L); }));
  }
  static int nothing(lua_State*) { return 0; }
  void add(uint32_t number, bool repeats = false) {
    in_lua([&](lua_State* L) {
      lua_pushcfunction(L, nothing);
      callbacks.add(L, number, repeats);
    });
  }
  bool subscribe(const char* topic) {
    bool done = false;
    in_lua([&](lua_State* L) {
      lua_pushcfunction(L, nothing);
      done = callbacks.subscribe(L, topic);
    });
    return done;
  }
};

}  // namespace

TEST_CASE_FIXTURE(CallbacksFixture, "a callback stays until it is dropped") {
  add(1);
  add(2, true);
  REQUIRE(callbacks.find(1));
  CHECK_FALSE(callbacks.find(1)->repeats);
  CHECK(callbacks.find(2)->repeats);
  in_lua([&](lua_State* L) { callbacks.drop(L, 1); });
  in_lua([&](lua_State* L) { callbacks.drop(L, 9); });
  CHECK_FALSE(callbacks.find(1));
  CHECK(callbacks.numbers() == std::vector<uint32_t>{2});
}

TEST_CASE_FIXTURE(CallbacksFixture, "a call that is rolled back loses what it registered") {
  for (const uint32_t number : {3u, 5u, 8u}) add(number);
  in_lua([&](lua_State* L) { callbacks.drop_after(L, 4); });
  CHECK(callbacks.numbers() == std::vector<uint32_t>{3});
}

TEST_CASE_FIXTURE(CallbacksFixture, "callbacks and subscriptions are limited") {
  for (uint32_t number = 0; number < 256; ++number) {
    CHECK_FALSE(callbacks.is_full());
    add(number);
    CHECK(subscribe("topic"));
  }
  CHECK(callbacks.is_full());
  in_lua([&](lua_State* L) {
    lua_pushcfunction(L, nothing);
    CHECK_FALSE(callbacks.subscribe(L, "other"));
  });
  CHECK(callbacks.subscribers("topic").size() == 256);
  CHECK_FALSE(callbacks.has_subscribers("other"));
}
