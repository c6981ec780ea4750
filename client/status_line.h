// What stands in the row above the typed line: nothing while all is well. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "client/messages.h"
#include "client/phrases.h"

namespace moonroom::client {

class StatusLine {
 public:
  /// A round trip that one notices in a conversation.
  static constexpr uint32_t kSlow = 400;

  explicit StatusLine(Language language) : language_(language) {}

  void take(const Connection& connection);
  void take(const RoundTrip& trip) { round_trip_ = trip.milliseconds; }
  void take(const People& people) { members_ = people.names.size(); }

  std::string text() const;

 private:
  Language language_;
  Connection connection_;
  uint32_t round_trip_ = 0;
  std::optional<size_t> members_;
};

}  // namespace moonroom::client
