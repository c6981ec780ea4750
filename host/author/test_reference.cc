#include "author/test_reference.h"

namespace moonroom::author {
namespace {

KindReference person() {
  return {"TestPerson",
          "Somebody in a test.",
          {},
          {{"say", "fun(self, text: string)", "says a line, or gives a command"},
           {"leave", "fun(self)", ""},
           {"hears", "fun(self, text: string)",
            "this is among what has come; what came before it is done with"},
           {"hears_like", "fun(self, pattern: string): string",
            "the same by a pattern of Lua; returns the line"},
           {"hears_nothing", "fun(self)", "nothing has come"},
           {"forgets", "fun(self)", "what has come is done with"},
           {"answer", "fun(self): string?", "the next that has come"},
           {"is_here", "fun(self): boolean", ""}}};
}

KindReference room() {
  return {"TestRoom",
          "The room of a test, with the default scripts and the plugin that is tested.",
          {},
          {{"join", "fun(self, name: string, options?: { address: string? }): moonroom.TestPerson",
            "somebody comes in"},
           {"knock",
            "fun(self, name: string, options?: { address: string? }): moonroom.TestPerson, string?",
            "the same, who may be refused: the person and the answer"},
           {"pass", "fun(self, seconds: number)", "time goes by"},
           {"announce", "fun(self, text: string)", "the administrator speaks"},
           {"command", "fun(self, line: string): string", "a command at the console: its answer"},
           {"logged", "fun(self, text: string, file: string?)", "the plugin has written this"},
           {"plugin", "fun(self, name: string, source: string)", "another plugin"},
           {"settings", "fun(self, source: string)", "a `config.lua`"},
           {"speaks", "fun(self, language: string)", "the room's language from now on"},
           {"reload", "fun(self, name: string)", "as if its file had been saved"},
           {"disable", "fun(self, name: string)", "as if its file had been taken away"},
           {"restart", "fun(self)", "as in a host that is started again"},
           {"upgrade", "fun(self)", "as in a host that is upgraded"},
           {"crash", "fun(self)", "as in a host whose plugins' process was killed"},
           {"faults", "fun(self): string[]", "mistakes until now, which the test expects"}}};
}

}  // namespace

const std::vector<KindReference>& test_kind_references() {
  static const std::vector<KindReference> kKinds = {person(), room()};
  return kKinds;
}

}  // namespace moonroom::author
