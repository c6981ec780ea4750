#include "client/status_line.h"

#include <fmt/format.h>

#include <vector>

namespace moonroom::client {

void StatusLine::take(const Connection& connection) {
  connection_ = connection;
}

std::string StatusLine::text() const {
  std::vector<std::string> parts;
  const auto add = [&](Phrase which, auto value) {
    parts.push_back(fmt::format(fmt::runtime(phrase(which, language_)), value));
  };
  if (connection_.state == Connection::State::lost)
    parts.push_back(words_of(connection_, language_));
  if (connection_.state == Connection::State::connecting)
    parts.emplace_back(phrase(Phrase::connecting, language_));
  if (round_trip_ >= kSlow) add(Phrase::round_trip, round_trip_);
  if (!parts.empty() && members_) add(Phrase::members, *members_);
  return fmt::format("{}", fmt::join(parts, " · "));
}

}  // namespace moonroom::client
