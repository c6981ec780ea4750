// A container for items from strangers, keyed by origin: network → source → items, oldest first
// (prefix.h). The host uses it for pending handshakes, sessions without a member, unproved text
// members, and the handshake queue. It answers two questions of a flood: which item to evict (one
// of the source with the most items in the network with the most items, so that a flood evicts
// itself), and which item to serve next (round robin over networks, and over the sources in each).
// Pure; the user bounds `size()` with `in_the_way` or `heaviest`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <list>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "wire/prefix.h"

namespace moonroom::wire {

/// Limits on the number of items. Our own network (Address::is_local) has only `in_all`, because a
/// class behind one router joins at once.
struct SourceLimits {
  size_t of_source = 0;
  size_t of_network = 0;
  size_t in_all = 0;
};

template <class T>
class BySource {
 public:
  /// Appends an item to its source.
  T& add(const Address& from, T thing) {
    const auto [key, source_key] = keys_of(from);
    Network& network = network_at(key);
    Source& source = source_at(network, source_key);
    source.things.push_back(std::move(thing));
    ++size_;
    count(network, network.size + 1);
    return source.things.back();
  }

  /// Removes the first item of this source for which `is_it` is true. False when there is none.
  template <class Predicate>
  bool remove_if(const Address& from, Predicate is_it) {
    auto* network = find_network(from);
    auto* source = network ? find_source(*network, from) : nullptr;
    if (!source) return false;
    const auto at = std::find_if(source->things.begin(), source->things.end(), is_it);
    if (at == source->things.end()) return false;
    source->things.erase(at);
    shrink(*network, *source);
    return true;
  }
  bool remove(const Address& from, const T& thing) {
    return remove_if(from, [&](const T& other) { return other == thing; });
  }

  /// The item to evict before one more is added from `from`: the oldest of the heaviest source
  /// within the exceeded limit. Null when no limit is reached.
  const T* in_the_way(const Address& from, const SourceLimits& limits) const {
    const auto* network = find_network(from);
    if (network && !from.is_local()) {
      const auto* source = find_source(*network, from);
      if (source && source->things.size() >= limits.of_source) return &source->things.front();
      if (network->size >= limits.of_network) return &heaviest_of(*network).things.front();
    }
    return size_ >= limits.in_all ? heaviest() : nullptr;
  }
  /// The oldest item of the heaviest source of the heaviest network, or null.
  const T* heaviest() const {
    if (ranking_.empty()) return nullptr;
    return &heaviest_of(*std::prev(ranking_.end())->second).things.front();
  }
  /// Removes the newest item of the heaviest source, because a queue drops its tail.
  void drop_newest_of_heaviest() {
    if (ranking_.empty()) return;
    Network& network = *std::prev(ranking_.end())->second;
    Source& source = heaviest_of(network);
    source.things.pop_back();
    shrink(network, source);
  }

  /// Removes the oldest item of the next source in turn.
  std::optional<T> pop_next() {
    if (networks_.empty()) return std::nullopt;
    networks_.splice(networks_.end(), networks_, networks_.begin());
    Network& network = networks_.back();
    network.sources.splice(network.sources.end(), network.sources, network.sources.begin());
    Source& source = network.sources.back();
    std::optional<T> thing(std::move(source.things.front()));
    source.things.pop_front();
    shrink(network, source);
    return thing;
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  size_t of_source(const Address& from) const {
    const auto* network = find_network(from);
    const auto* source = network ? find_source(*network, from) : nullptr;
    return source ? source->things.size() : 0;
  }
  size_t of_network(const Address& from) const {
    const auto* network = find_network(from);
    return network ? network->size : 0;
  }

 private:
  struct Source {
    Prefix key;
    std::deque<T> things;
  };
  using Sources = std::list<Source>;
  struct Network {
    Prefix key;
    size_t size = 0;
    Sources sources;
    std::unordered_map<Prefix, typename Sources::iterator> by_key;
  };
  using Networks = std::list<Network>;

  static std::pair<Prefix, Prefix> keys_of(const Address& from) {
    return {network_of(from), source_of(from)};
  }

  Network& network_at(const Prefix& key) {
    const auto [found, is_new] = by_key_.try_emplace(key, networks_.end());
    if (is_new) {
      found->second = networks_.insert(networks_.end(), Network{key, 0, {}, {}});
      ranking_.emplace(0, &*found->second);
    }
    return *found->second;
  }
  static Source& source_at(Network& network, const Prefix& key) {
    const auto [found, is_new] = network.by_key.try_emplace(key, network.sources.end());
    if (is_new) found->second = network.sources.insert(network.sources.end(), Source{key, {}});
    return *found->second;
  }
  const Network* find_network(const Address& from) const {
    const auto found = by_key_.find(network_of(from));
    return found == by_key_.end() ? nullptr : &*found->second;
  }
  Network* find_network(const Address& from) {
    return const_cast<Network*>(std::as_const(*this).find_network(from));
  }
  static Source* find_source(const Network& network, const Address& from) {
    const auto found = network.by_key.find(source_of(from));
    return found == network.by_key.end() ? nullptr : &*found->second;
  }

  static const Source& heaviest_of(const Network& network) {
    return *std::max_element(network.sources.begin(), network.sources.end(),
                             [](const Source& one, const Source& other) {
                               return one.things.size() < other.things.size();
                             });
  }
  static Source& heaviest_of(Network& network) {
    return const_cast<Source&>(heaviest_of(std::as_const(network)));
  }

  // Updates the counts after an item of this source was removed.
  void shrink(Network& network, Source& source) {
    --size_;
    if (source.things.empty()) {
      const auto at = network.by_key.find(source.key);
      network.sources.erase(at->second);
      network.by_key.erase(at);
    }
    count(network, network.size - 1);
    if (network.size > 0) return;
    ranking_.erase({0, &network});
    const auto at = by_key_.find(network.key);
    networks_.erase(at->second);
    by_key_.erase(at);
  }
  void count(Network& network, size_t size) {
    auto rank = ranking_.extract({network.size, &network});
    network.size = size;
    rank.value().first = size;
    ranking_.insert(std::move(rank));
  }

  Networks networks_;
  std::unordered_map<Prefix, typename Networks::iterator> by_key_;
  std::set<std::pair<size_t, Network*>> ranking_;
  size_t size_ = 0;
};

}  // namespace moonroom::wire
