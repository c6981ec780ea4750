// A crowd that joins a room and talks by orders from standard input, one a line, each answered by
// one line with a JSON object:
//
//     join MEMBERS [AT-ONCE]         until so many have been admitted or refused
//     talk TALKERS RATE LINES        each sends so many lines, RATE a second; answered at once
//     flood TALKERS WINDOW SECONDS   each has so many lines in flight; answered at once
//     said LINES                     when so many lines of the current talk have been sent
//     heard                          when all have been received or given up: the tally
//
// It ends with its input; the status is 1 when a line was lost, doubled or out of order.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>

#include "network/crowd/crowd.h"
#include "process/clocks.h"
#include "support/descriptors.h"
#include "support/orders.h"

namespace moonroom::network {
namespace {

Duration duration(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

class Orders {
 public:
  Orders(Protocol protocol, const wire::Endpoint& host) : crowd_(protocol, host) {}

  std::string obey(const std::string& order) {
    std::istringstream words(order);
    std::string verb;
    words >> verb;
    if (verb == "join") return join(words);
    if (verb == "talk") return talk(words);
    if (verb == "flood") return flood(words);
    if (verb == "said") return said(words);
    if (verb == "heard") return heard();
    throw std::invalid_argument(fmt::format("'{}' is no order", order));
  }
  void wait_for_orders() {
    pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {crowd_.descriptor(), POLLIN, 0}};
    while (::poll(watched, 2, crowd_.patience()) >= 0 && watched[0].revents == 0) crowd_.turn(0);
  }
  bool clean() const { return clean_; }

 private:
  void run_until(const std::function<bool()>& done) {
    while (!done()) crowd_.turn(1000);
  }
  static void check(const std::istringstream& words) {
    if (!words) throw std::invalid_argument("an order lacks a number");
  }

  std::string join(std::istringstream& words) {
    uint32_t members = 0;
    words >> members;
    check(words);
    uint32_t at_once = members;
    words >> at_once;
    crowd_.invite(members, at_once);
    run_until([this] { return crowd_.all_answered(); });
    const auto fortunes = crowd_.take_fortunes();
    clean_ &= fortunes.expelled == 0;
    return fmt::format(R"({{"members": {}, "turned_away": {}, "expelled": {}, {}}})", crowd_.size(),
                       fortunes.turned_away, fortunes.expelled, crowd_.arrivals().json());
  }
  std::string talk(std::istringstream& words) {
    Plan plan;
    double rate = 0;
    words >> plan.talkers >> rate >> plan.lines;
    check(words);
    plan.lines *= plan.talkers;
    plan.between = duration(1 / (rate * plan.talkers));
    return begin(plan);
  }
  std::string flood(std::istringstream& words) {
    Plan plan;
    double seconds = 0;
    words >> plan.talkers >> plan.window >> seconds;
    check(words);
    plan.until = process::moment().steady + duration(seconds);
    return begin(plan);
  }
  std::string begin(Plan plan) {
    if (plan.talkers == 0 || plan.talkers > crowd_.size())
      throw std::invalid_argument("so many talkers are not here");
    plan.next = began_ = process::moment().steady;
    cpu_before_ = cpu_seconds();
    crowd_.talk(plan);
    return R"({"talking": true})";
  }
  std::string said(std::istringstream& words) {
    uint64_t lines = 0;
    words >> lines;
    check(words);
    run_until([&] { return crowd_.said() >= lines; });
    return fmt::format(R"({{"said": {}}})", crowd_.said());
  }
  std::string heard() {
    run_until([this] { return crowd_.talk_is_over(); });
    const std::chrono::duration<double> time = process::moment().steady - began_;
    auto& tally = crowd_.tally();
    const auto fortunes = crowd_.take_fortunes();
    clean_ &= tally.is_clean() && fortunes.expelled == 0;
    return fmt::format(
        R"({{"seconds": {:.3f}, "crowd_cpu": {:.3f}, "said": {}, "heard": {}, "lost": {}, )"
        R"("doubled": {}, "out_of_order": {}, "wrong": {}, "notices": {}, "told": {}, )"
        R"("back": {}, "lost_sight": {}, "expelled": {}, {}}})",
        time.count(), cpu_seconds() - cpu_before_, tally.said, tally.heard, tally.lost,
        tally.doubled, tally.out_of_order, tally.wrong, tally.notices, fortunes.told, fortunes.back,
        fortunes.lost_sight, fortunes.expelled, tally.latency.json());
  }

  Crowd crowd_;
  SteadyTime began_;
  double cpu_before_ = 0;
  bool clean_ = true;
};

int run(int argc, char** argv) {
  CLI::App app("A crowd that talks as it is told on standard input", "network_crowd");
  std::string host = "127.0.0.1:8888";
  bool text = false;
  app.add_option("--host", host, "Where the room is: ADDRESS:PORT")->capture_default_str();
  app.add_flag("--text", text, "In plain text, not in sessions");
  CLI11_PARSE(app, argc, argv);
  const auto where = wire::parse_endpoint(host);
  if (!where) throw std::invalid_argument(where.error().what);
  support::allow_many_sockets();
  Orders orders(text ? Protocol::text : Protocol::session, *where);
  support::obey_orders([&] { orders.wait_for_orders(); },
                       [&](const std::string& order) { return orders.obey(order); });
  return orders.clean() ? 0 : 1;
}

}  // namespace
}  // namespace moonroom::network

int main(int argc, char** argv) {
  try {
    return moonroom::network::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "network_crowd: {}\n", error.what());
    return 2;
  }
}
