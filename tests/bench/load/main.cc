// A crowd of members that obeys orders from standard input, one a line, each answered by one line
// with a JSON object. Times are in seconds:
//
//     join MEMBERS              until so many are in
//     rush MEMBERS              the same at once, or all further ones leave: how long it took
//     talk SPEAKERS WINDOW equal|mixed WARM-UP TIME [PATIENCE]      its results
//     watch PACE                two members take turns, a line each PACE: results at the next order
//     enough                    does nothing but end `watch`
//
// It ends with its input. Between orders the members receive messages, and answer as their protocol
// requires.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/load/orders.h"
#include "support/descriptors.h"
#include "support/orders.h"

namespace moonroom::bench {
namespace {

std::string answer_to(const std::string& order, Orders& orders) {
  auto answer = orders.obey(order);
  if (!answer) throw std::runtime_error(answer.error().what);
  return std::move(*answer);
}

int run(int argc, char** argv) {
  CLI::App app("Talks in a room and measures it, as it is told on standard input", "bench_load");
  uint16_t port = 0;
  std::string name = "text";
  std::vector<pid_t> pids;
  std::string names = "m";
  std::vector<std::string> known_languages;
  for (const auto& language : languages()) known_languages.push_back(language.name);
  app.add_option("--port", port, "Of the server, on 127.0.0.1")->required();
  app.add_option("--language", name, "What it understands")->check(CLI::IsMember(known_languages));
  app.add_option("--names", names, "What members' names begin with")->capture_default_str();
  app.add_option("--pid", pids, "A process of the server; may be repeated");
  CLI11_PARSE(app, argc, argv);
  support::allow_many_sockets();
  const auto& known = languages();
  const auto language =
      std::ranges::find_if(known, [&](const auto& each) { return each.name == name; });
  Orders orders(*language, port, names, pids);
  support::obey_orders([&] { orders.idle(); },
                       [&](const std::string& order) { return answer_to(order, orders); });
  return 0;
}

}  // namespace
}  // namespace moonroom::bench

int main(int argc, char** argv) {
  try {
    return moonroom::bench::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_load: {}\n", error.what());
    return 1;
  }
}
