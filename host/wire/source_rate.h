// Rate limits on strangers' requests that cost the host work: by source, by network, and for all
// together (prefix.h). The network is checked first, so that a flood from one network never
// allocates memory for each of its sources. Pure; time is an argument.
#pragma once

#include <optional>

#include "base/token_bucket.h"
#include "wire/prefix.h"

namespace moonroom::wire {

struct SourceRates {
  Rate source;
  /// Not applied to our own network (Address::is_local): a class is one network.
  Rate network;
  /// For all sources together; nullopt: no limit.
  std::optional<Rate> all{};
  /// Above `all`, for networks without recent requests: a newcomer still succeeds while others use
  /// up `all`.
  std::optional<Rate> all_fresh{};
};

class SourceRate {
 public:
  /// Without rates everything passes.
  explicit SourceRate(std::optional<SourceRates> rates)
      : rates_(rates),
        sources_(rates ? std::optional(rates->source) : std::nullopt),
        networks_(rates ? std::optional(rates->network) : std::nullopt) {}

  Pass try_acquire(const Address& from, SteadyTime now) {
    if (!rates_) return Pass::yes;
    const auto network = from.is_local() ? source_of(from) : network_of(from);
    const bool is_fresh = networks_.is_full(network, now);
    if (!from.is_local())
      if (const auto pass = networks_.try_acquire(network, now); pass != Pass::yes) return pass;
    if (const auto pass = sources_.try_acquire(source_of(from), now); pass != Pass::yes)
      return pass;
    if (!rates_->all || all_.try_acquire(*rates_->all, now) == Pass::yes) return Pass::yes;
    const bool may = is_fresh && rates_->all_fresh;
    return may ? fresh_.try_acquire(*rates_->all_fresh, now) : Pass::no_and_say_so;
  }
  /// The request was legitimate after all: it no longer counts.
  void forget(const Address& from) {
    sources_.forget(source_of(from));
    networks_.forget(network_of(from));
    all_.give_back();
  }

 private:
  std::optional<SourceRates> rates_;
  RateLimit<Prefix> sources_;
  RateLimit<Prefix> networks_;
  TokenBucket all_;
  TokenBucket fresh_;
};

}  // namespace moonroom::wire
