// Text logins from anywhere (`--classic open`) whose sender has not proved that it receives at its
// address: it must repeat a word that was sent only there. Until then it has no seat, is not
// announced and gets only a few short answers. Bounded by source and network (wire/by_source.h), so
// forged logins displace each other. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/moment.h"
#include "wire/by_source.h"
#include "wire/connection.h"

namespace moonroom::relay {

class PendingChallenges {
 public:
  struct ChallengedLogin {
    wire::Connection from;
    std::string name;
    /// The word to repeat.
    std::string word;
    /// Enough time to read a word and to type it.
    SteadyTime until{};
    /// How often the word was sent, and how often another word came back.
    int challenges_sent = 0;
    int wrong_words = 0;
  };

  /// Replaces an earlier one from the same endpoint.
  ChallengedLogin& add(ChallengedLogin newcomer);
  /// Null when there is none.
  ChallengedLogin* find(const wire::Endpoint& from);
  void forget(const wire::Endpoint& from);
  /// Forgets timed-out logins.
  void expire(SteadyTime now);
  size_t size() const { return logins_.size(); }

  static constexpr auto kTimeout = std::chrono::minutes(2);
  /// A short answer can be lost, but a forged login must not cause much traffic to its victim.
  static constexpr int kMaxAnswers = 3;
  /// A person mistypes; a guessing program has a chance of one in a million.
  static constexpr int kMaxWrongWords = 5;

 private:
  static constexpr wire::SourceLimits kLimits = {8, 64, 1000};

  std::unordered_map<wire::Endpoint, ChallengedLogin> logins_;
  wire::BySource<wire::Endpoint> places_;
};

}  // namespace moonroom::relay
