// Chooses among a host name's addresses: RFC 8305 (Happy Eyeballs) over UDP, where an answer stands
// for a connection. Decides when to try the next address and which one has won; its user sends,
// receives and passes the time. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/moment.h"
#include "wire/endpoint.h"

namespace moonroom::client {

/// The resolver's order (RFC 6724) with the families in turn, so that one unreachable family delays
/// the other by one address only (RFC 8305, 4). Repeated addresses are left out.
std::vector<wire::Endpoint> interleaved(const std::vector<wire::Endpoint>& addresses);

class AddressRace {
 public:
  /// Between two attempts (RFC 8305, 5), unless the earlier one has failed already.
  static constexpr auto kBetweenAttempts = std::chrono::milliseconds(250);

  AddressRace(size_t addresses, SteadyTime now, Duration patience)
      : failed_(addresses, false), next_(now), end_(now + patience) {}

  /// The next address to try now, in order; nullopt when none is due. Call it until then.
  std::optional<size_t> begin_next(SteadyTime now);
  /// ICMP reports that nothing listens at the address. It can still answer later.
  void failed(size_t address, SteadyTime now);
  /// The first answer wins.
  void answered(size_t address);

  std::optional<size_t> winner() const { return winner_; }
  /// No address has answered in time.
  bool is_over(SteadyTime now) const { return !winner_ && now >= end_; }
  /// For hosts that answer only logins: once all addresses have been tried, the first that has not
  /// failed.
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
