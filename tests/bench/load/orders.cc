#include "bench/load/orders.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>

namespace moonroom::bench {
namespace {

Duration duration(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

bool is_ordered() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, 0) > 0;
}

std::string json(const Tally& tally, const Meter& meter) {
  return fmt::format(
      R"({{"seconds": {:.4f}, "lines": {}, "deliveries": {}, "server_cpu": {}, )"
      R"("generator_cpu": {}, "lost": {}, "wrong": {}, "doubled": {}, "overtaken": {}, )"
      R"("late": {}, "echoes": {}, "notices": {}, "p50": {:.1f}, "p99": {:.1f}, "p99.9": {:.1f}, )"
      R"("longest": {:.1f}}})",
      tally.seconds, tally.lines, tally.deliveries, meter.others(), meter.own(), tally.lost,
      tally.wrong, tally.doubled, tally.overtaken, tally.late, tally.echoes, tally.notices,
      tally.latency.percentile(0.5), tally.latency.percentile(0.99),
      tally.latency.percentile(0.999), tally.latency.longest());
}

}  // namespace

void Orders::idle() {
  pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {crowd_.descriptor(), POLLIN, 0}};
  while (::poll(watched, 2, crowd_.patience()) >= 0 && watched[0].revents == 0)
    crowd_.listen([](uint32_t, std::string_view) {});
}

Result<std::string> Orders::obey(const std::string& order) {
  std::istringstream words(order);
  std::string verb;
  words >> verb;
  if (verb == "join") return join(words);
  if (verb == "rush") return rush(words);
  if (verb == "talk") return talk(words);
  if (verb == "watch") return watch(words);
  if (verb == "enough") return "{}";
  return problem(fmt::format("'{}' is no order", order));
}

Result<std::string> Orders::join(std::istringstream& words) {
  uint32_t members = 0;
  words >> members;
  conversation_.reset();
  const auto joined = crowd_.join(members);
  if (!joined) return tl::unexpected(joined.error());
  return fmt::format(R"({{"members": {}}})", crowd_.size());
}

Result<std::string> Orders::rush(std::istringstream& words) {
  uint32_t members = 0;
  words >> members;
  conversation_.reset();
  const auto before = crowd_.knocks_again();
  const auto took = members > crowd_.size() ? crowd_.rush_in(members) : crowd_.rush_out(members);
  if (!took) return tl::unexpected(took.error());
  return fmt::format(R"({{"members": {}, "seconds": {:.4f}, "knocks_again": {}}})", crowd_.size(),
                     std::chrono::duration<double>(*took).count(), crowd_.knocks_again() - before);
}

Result<std::string> Orders::talk(std::istringstream& words) {
  Talk talk;
  std::string lengths;
  double warm_up = 0;
  double time = 0;
  words >> talk.speakers >> talk.window >> lengths >> warm_up >> time;
  if (!words || talk.window > kMaxInFlight) return problem("talk SPEAKERS WINDOW LENGTHS ...");
  talk.lengths = lengths == "mixed" ? Lengths::mixed : Lengths::equal;
  talk.warm_up = duration(warm_up);
  talk.time = duration(time);
  if (double patience = 0; words >> patience) talk.patience = duration(patience);
  return this->talk(talk);
}

// Two senders, until the next order. The window is large enough that a pause of the room does not
// stop them.
Result<std::string> Orders::watch(std::istringstream& words) {
  double pace = 0;
  words >> pace;
  if (pace <= 0) return problem("watch PACE");
  Talk talk;
  talk.speakers = 2;
  talk.window = kMaxInFlight;
  talk.pace = duration(pace);
  talk.time = std::chrono::hours(1);
  talk.enough = is_ordered;
  return this->talk(talk);
}

Result<std::string> Orders::talk(const Talk& talk) {
  if (!conversation_) conversation_.emplace(crowd_);
  const auto tally = conversation_->talk(talk, [this] { meter_.read(); });
  if (!tally) return tl::unexpected(tally.error());
  return json(*tally, meter_);
}

}  // namespace moonroom::bench
