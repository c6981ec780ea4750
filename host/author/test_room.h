// A room in one process, for tests of plugins: the real relay, the real plugins, members that are
// only an endpoint (a seat), and a clock that the test moves.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "author/local_judge.h"
#include "relay/relay.h"

namespace moonroom::author {

class TestRoom {
 public:
  explicit TestRoom(const script::PluginLimits& limits);

  /// The id of a file is given here: the same path gets the same again.
  Result<void> load(ring::PluginSource file);
  /// The plugin or script of this name begins again, as if its file had been saved.
  Result<void> load_again(std::string_view name);
  /// The file of the plugin or script of this name is taken away.
  Result<void> remove_file(std::string_view name);

  /// The plugins end and begin again with the members that are here, as in a host that is started
  /// again, is upgraded, or whose plugins' process was killed.
  Result<void> start_again(ring::LoadReason why);

  /// Somebody asks to come in under a name, from an address or the test's own: the seat.
  int join(std::string_view name, const wire::Address& from);
  /// A request in the words of the room; `words` are what stands behind the verb.
  std::string request(wire::Verb verb, std::string_view words) const;
  /// A datagram from a seat.
  void send(int seat, std::string_view bytes);
  /// Time passes; what is due meanwhile is done when it is due.
  void pass(Duration time);
  void announce(std::string_view text);
  /// A plugin's command, given at the console: its answer.
  std::string command(std::string_view text);

  /// What a seat has got and nobody has looked at.
  std::deque<std::string>& received(int seat) { return received_[seat]; }
  std::vector<room::LogLine>& logged() { return logged_; }
  /// How the room's wording has requests spelled and answered.
  const wire::ClassicWords& classic_words() const { return state_.host_messages.classic; }
  std::vector<std::string> drain_faults() { return judge_.drain_faults(); }
  /// The member at a seat, or null.
  const room::Member* member(int seat) const;

 private:
  wire::Endpoint endpoint_of(int seat) const;
  void answer_challenge(int seat);
  void apply_verdicts();
  void run_until_settled();
  void run_effects();
  relay::Turn turn() { return {now_, out_}; }

  room::RoomState state_;
  LocalJudge judge_;
  relay::Relay relay_;
  wire::Outbox out_;
  // A day on which nothing else happened: an afternoon in November.
  Moment now_;
  std::vector<std::string> paths_;
  std::map<int, std::deque<std::string>> received_;
  // By seat, which is the port.
  std::map<int, wire::Address> addresses_;
  std::vector<room::LogLine> logged_;
  std::string reply_;
  int seats_ = 0;
};

}  // namespace moonroom::author
