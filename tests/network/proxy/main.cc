// A bad network in front of a host, for any client. Prints `port N`, the port for clients on this
// machine, and ends with its standard input; then it prints its counters as a line of JSON.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "network/proxy/proxy.h"

namespace moonroom::network {
namespace {

Duration duration(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

struct Raw {
  std::string host = "127.0.0.1:8888";
  uint16_t port = 0;
  double lost = 0, doubled = 0, late = 0;
  double delay_ms = 0, jitter_ms = 0;
  double rebind_s = 0;
  uint64_t seed = 1;
};

void describe(CLI::App& app, Raw& raw) {
  app.add_option("--host", raw.host, "Where the host listens: ADDRESS:PORT")->capture_default_str();
  app.add_option("--port", raw.port, "Of this proxy, on 127.0.0.1; 0 takes a free one");
  const CLI::Range part(0.0, 1.0);
  app.add_option("--lose", raw.lost, "So much of each way, from 0 to 1")->check(part);
  app.add_option("--double", raw.doubled, "So much of each way")->check(part);
  app.add_option("--hold-back", raw.late, "So much of each way is overtaken by others")
      ->check(part);
  app.add_option("--delay", raw.delay_ms, "Milliseconds one way");
  app.add_option("--jitter", raw.jitter_ms, "Up to so many milliseconds more");
  app.add_option("--rebind", raw.rebind_s,
                 "A client has another port towards the host each so many seconds");
  app.add_option("--seed", raw.seed, "What decides what happens");
}

Result<Proxy::Settings> settings_of(const Raw& raw) {
  const auto host = wire::parse_endpoint(raw.host);
  if (!host) return tl::unexpected(host.error());
  Proxy::Settings settings;
  settings.host = *host;
  settings.listen = {wire::v4_address({127, 0, 0, 1}), raw.port, 0, {}};
  settings.climate = {raw.lost, raw.doubled, raw.late, duration(raw.delay_ms / 1e3),
                      duration(raw.jitter_ms / 1e3)};
  settings.rebind = duration(raw.rebind_s);
  settings.seed = raw.seed;
  return settings;
}

bool input_goes_on() {
  std::array<char, 256> ignored{};
  return ::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0;
}

int serve(Proxy& proxy) {
  fmt::print("port {}\n", proxy.port());
  std::fflush(stdout);
  do proxy.run_until_readable(STDIN_FILENO);
  while (input_goes_on());
  const auto& toll = proxy.toll();
  fmt::print(
      R"({{"clients": {}, "passed": {}, "lost": {}, "doubled": {}, "late": {}, "rebinds": {}}})"
      "\n",
      proxy.clients(), toll.passed, toll.lost, toll.doubled, toll.late, proxy.rebinds());
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("A bad network before a host", "network_proxy");
  Raw raw;
  describe(app, raw);
  CLI11_PARSE(app, argc, argv);
  const auto settings = settings_of(raw);
  auto proxy = settings ? Proxy::open(*settings) : Result<Proxy>(tl::unexpected(settings.error()));
  if (proxy) return serve(*proxy);
  fmt::print(stderr, "network_proxy: {}\n", proxy.error().what);
  return 1;
}

}  // namespace
}  // namespace moonroom::network

int main(int argc, char** argv) {
  try {
    return moonroom::network::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "network_proxy: {}\n", error.what());
    return 1;
  }
}
