// Text logins from anywhere (`--classic open`) whose sender has not shown that it receives at its
// address: it is to say a word that only that address was told. Until then it has no seat, is
// announced to nobody and gets no more than a few short answers. Bounded by source and network
// (wire/by_source.h): forged logins push out each other. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/moment.h"
#include "wire/by_source.h"

namespace moonroom::relay {

class PendingChallenges {
 public:
  struct ChallengedLogin {
    wire::Endpoint from;
    std::string name;
    bool newline_framing = false;
    /// What is to be said.
    std::string word;
    /// To read a word and to type it.
    SteadyTime until{};
    /// How often it has been asked for the word, and how often it said another.
    int challenges_sent = 0;
    int wrong_words = 0;
  };

  /// In the place of an earlier one from the same endpoint.
  ChallengedLogin& add(ChallengedLogin newcomer);
  /// Null when there is none.
  ChallengedLogin* find(const wire::Endpoint& from);
  void forget(const wire::Endpoint& from);
  /// Forgets those whose time is over.
  void expire(SteadyTime now);
  size_t size() const { return logins_.size(); }

  static constexpr auto kTimeout = std::chrono::minutes(2);
  /// A datagram with a short answer can be lost, but what a forged login sends elsewhere is small.
  static constexpr int kMaxAnswers = 3;
  /// A person mistypes; a program that guesses finds one word of a million.
  static constexpr int kMaxWrongWords = 5;

 private:
  static constexpr wire::SourceLimits kLimits = {8, 64, 1000};

  std::unordered_map<wire::Endpoint, ChallengedLogin> logins_;
  wire::BySource<wire::Endpoint> places_;
};

}  // namespace moonroom::relay
