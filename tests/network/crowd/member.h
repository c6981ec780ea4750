// One member of the crowd with a socket of its own: joins, sends and receives in one of the
// protocols. Its owner must call `receive` when the descriptor is readable, and `tick` at
// `next_due`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "base/result.h"
#include "net/batch.h"
#include "wire/endpoint.h"

namespace moonroom::network {

/// Callbacks for the events of members.
class Fates {
 public:
  Fates() = default;
  Fates(const Fates&) = delete;
  Fates& operator=(const Fates&) = delete;
  virtual ~Fates() = default;

  virtual void entered(uint32_t member, bool again) = 0;
  /// The host refuses the member.
  virtual void turned_away(uint32_t member) = 0;
  /// A message of the room; `number` is 0 where it has none.
  virtual void heard(uint32_t member, uint64_t number, std::string_view text) = 0;
  /// A message of the host to this member alone.
  virtual void told(uint32_t member, std::string_view text) = 0;
  virtual void lost_sight(uint32_t member) = 0;
  /// The member was removed without leaving.
  virtual void expelled(uint32_t member, std::string_view why) = 0;
};

class Member {
 public:
  Member() = default;
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;
  virtual ~Member() = default;

  virtual int descriptor() const = 0;
  virtual void receive(net::Batch& batch, Moment now) = 0;
  virtual void tick(Moment now) = 0;
  virtual std::optional<SteadyTime> next_due() const = 0;
  virtual void say(std::string text, Moment now) = 0;
};

enum class Protocol : uint8_t { session, text };

/// `fates` must outlive the member. A Problem when no socket is available.
Result<std::unique_ptr<Member>> invite(Protocol protocol, uint32_t number,
                                       const wire::Endpoint& host, Fates& fates, Moment now);

std::string name_of(uint32_t member);

}  // namespace moonroom::network
