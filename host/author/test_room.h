// A room in one process, for tests of plugins: the real relay and plugins, members that are only an
// address (a seat), and a clock that the test moves.
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

  /// Assigns the file's id: the same path gets the same id again.
  Result<void> load(ring::PluginSource file);
  /// Loads the plugin or script of this name again, as if its file had been saved.
  Result<void> load_again(std::string_view name);
  /// Unloads the plugin or script of this name, as if its file had been removed.
  Result<void> remove_file(std::string_view name);

  /// Loads all plugins again while the members stay, as after a restart, an upgrade, or a crash of
  /// the plugin worker.
  Result<void> start_again(ring::LoadReason why);

  /// A newcomer asks to join under a name, from `from` or from the test's address. Returns the
  /// seat.
  int join(std::string_view name, const wire::Address& from);
  /// A request in the words of the room; `words` follow the verb.
  std::string request(wire::Verb verb, std::string_view words) const;
  /// Sends a datagram from a seat.
  void send(int seat, std::string_view bytes);
  /// Moves the clock; everything due meanwhile runs at its time.
  void pass(Duration time);
  void announce(std::string_view text);
  /// Runs a plugin's command as the console does; returns the answer.
  std::string command(std::string_view text);

  /// The messages to a seat that the test has not read yet.
  std::deque<std::string>& received(int seat) { return received_[seat]; }
  std::vector<room::LogLine>& logged() { return logged_; }
  /// How the room's wording spells requests and answers.
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
  // The start of the clock: an arbitrary afternoon in November.
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
