#include "client/event_queue.h"

#include <algorithm>
#include <utility>

namespace moonroom::client {

void EventQueue::push(const Event& event) {
  waiting_.push_back({encode(event), std::holds_alternative<MessageReceived>(event)});
  bytes_ += waiting_.back().bytes.size();
  while (bytes_ > kMaxBytes && waiting_.size() > 1) drop_oldest();
}

void EventQueue::drop_oldest() {
  auto oldest = std::find_if(waiting_.begin(), waiting_.end(),
                             [](const Waiting& waiting) { return waiting.may_be_dropped; });
  // Events of the state are short and rare.
  if (oldest == waiting_.end())
    oldest = waiting_.begin();
  else
    ++missed_;
  bytes_ -= oldest->bytes.size();
  waiting_.erase(oldest);
}

std::optional<SteadyTime> EventQueue::next_due() const {
  if (waiting_.empty()) return std::nullopt;
  return last_ ? *last_ + kPace : SteadyTime{};
}

size_t EventQueue::in_next_packet() const {
  size_t size = 0;
  size_t count = 0;
  for (const auto& waiting : waiting_) {
    size += waiting.bytes.size();
    if (count > 0 && size > kMaxPacket) break;
    ++count;
  }
  return count;
}

std::string EventQueue::packet() const {
  auto bytes = missed_ > 0 ? encode(Missed{missed_}) : std::string();
  const auto end = waiting_.begin() + static_cast<ptrdiff_t>(in_next_packet());
  for (auto waiting = waiting_.begin(); waiting != end; ++waiting) bytes += waiting->bytes;
  return bytes;
}

void EventQueue::handed_over(SteadyTime now) {
  for (size_t left = in_next_packet(); left > 0; --left) {
    bytes_ -= waiting_.front().bytes.size();
    waiting_.pop_front();
  }
  missed_ = 0;
  last_ = now;
}

}  // namespace moonroom::client
