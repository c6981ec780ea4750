// Which of a host name's addresses is spoken with: RFC 8305 (Happy Eyeballs) over UDP, where an
// answer takes the place of a connection. Decides when the next address is tried and which one has
// won; to send, to receive and to know the time is its user's business. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/moment.h"
#include "wire/endpoint.h"

namespace moonroom::client {

/// The resolver's order (RFC 6724) with the families in turn, so that one family without a way
/// delays the other by one address only (RFC 8305, 4). Repeated addresses are left out.
std::vector<wire::Endpoint> interleaved(const std::vector<wire::Endpoint>& addresses);

class AddressRace {
 public:
  /// Between two beginnings (RFC 8305, 5), unless the one before has failed already.
  static constexpr auto kBetweenAttempts = std::chrono::milliseconds(250);

  AddressRace(size_t addresses, SteadyTime now, Duration patience)
      : failed_(addresses, false), next_(now), end_(now + patience) {}

  /// The address that is to be tried now, in order; nullopt when none is. Call it until then.
  std::optional<size_t> begin_next(SteadyTime now);
  /// The address's machine says that nobody listens there. It may answer yet.
  void failed(size_t address, SteadyTime now);
  /// The first one wins.
  void answered(size_t address);

  std::optional<size_t> winner() const { return winner_; }
  /// Nobody has answered in time.
  bool is_over(SteadyTime now) const { return !winner_ && now >= end_; }
  /// Where nobody can answer before being asked: the first that has not failed, once all had their
  /// turn.
  size_t best_guess() const;
  bool all_begun() const { return begun_ == failed_.size(); }
  SteadyTime next_due() const { return all_begun() ? end_ : std::min(next_, end_); }

 private:
  std::vector<bool> failed_;
  size_t begun_ = 0;
  std::optional<size_t> winner_;
  SteadyTime next_;
  SteadyTime end_;
};

}  // namespace moonroom::client
