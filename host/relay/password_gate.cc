#include "relay/password_gate.h"

namespace moonroom::relay {
namespace {

// A person mistypes a few times; a program that tries words needs years for a dictionary, from any
// number of addresses. While such programs use up the limit for all, a network that has not guessed
// lately can still guess.
constexpr wire::SourceRates kGuesses = {{0.1, 6}, {0.5, 30}, Rate{1, 60}, Rate{10, 20}};

// Takes the same time for every wrong word of the same length, so that the time does not reveal how
// much matched.
bool is_same_secret(std::string_view one, std::string_view other) {
  unsigned difference = one.size() == other.size() ? 0 : 1;
  for (size_t at = 0; at < one.size() && at < other.size(); ++at)
    difference |= static_cast<unsigned>(one[at] ^ other[at]);
  return difference == 0;
}

}  // namespace

PasswordGate::PasswordGate(const Settings& settings, Stats& stats)
    : settings_(settings), stats_(stats), rate_(kGuesses) {}

void PasswordGate::try_word(std::string_view word, const wire::Endpoint& from, SteadyTime now) {
  if (!is_locked(from)) return;
  const bool is_slowed = rate_.try_acquire(from.address, now) != Pass::yes;
  const bool is_right = !is_slowed && is_same_secret(word, settings_.password);
  if (is_slowed) ++stats_.rate_limited;
  if (is_right) rate_.forget(from.address);
  guesses_[from.session] = is_right ? Guess::right : is_slowed ? Guess::too_often : Guess::wrong;
}

bool PasswordGate::is_locked(const wire::Endpoint& from) const {
  if (settings_.password.empty()) return false;
  const auto guess = guesses_.find(from.session);
  return guess == guesses_.end() || guess->second != Guess::right;
}

const std::string& PasswordGate::reason(const wire::Endpoint& from,
                                        const room::HostMessages& host_messages) const {
  const auto guess = guesses_.find(from.session);
  if (guess == guesses_.end()) return host_messages.needs_password;
  return guess->second == Guess::too_often ? host_messages.too_many_guesses
                                           : host_messages.wrong_password;
}

}  // namespace moonroom::relay
