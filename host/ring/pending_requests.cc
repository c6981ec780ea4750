#include "ring/pending_requests.h"

#include <algorithm>
#include <variant>

namespace moonroom::ring {
namespace {

const room::Event* passing_event(const Request& request) {
  const auto* event = std::get_if<room::Event>(&request.task);
  return event && room::passes_scripts(*event) ? event : nullptr;
}

}  // namespace

Request& PendingRequests::next_slot(WallTime time) {
  auto& request = queue_.next_slot();
  request.number = ++last_number_;
  request.without = kNobody;
  request.refuse = false;
  request.line = room::LineKind::said;
  request.time = time;
  return request;
}

void PendingRequests::add_again(Request request) {
  request.number = ++last_number_;
  events_ += event_of(request) ? 1 : 0;
  queue_.push_back(std::move(request));
}

Request* PendingRequests::next_to_send(size_t most) {
  const auto end = std::min(most, queue_.size());
  while (sent_ < end && passing_event(queue_[sent_])) ++sent_;
  return sent_ < end ? &queue_[sent_] : nullptr;
}

void PendingRequests::take_front(Request& into) {
  std::swap(into, queue_.front());
  events_ -= event_of(into) ? 1 : 0;
  forget_front();
}

const room::Event* PendingRequests::passing_front() const {
  return queue_.empty() ? nullptr : passing_event(queue_.front());
}

void PendingRequests::drop_front() {
  events_ -= event_of(queue_.front()) ? 1 : 0;
  forget_front();
}

void PendingRequests::forget_front() {
  queue_.leave_front();
  if (sent_ > 0) --sent_;
}

bool PendingRequests::take_sent_event(Request& into) {
  size_t at = 0;
  while (at < sent_ && (!event_of(queue_[at]) || passing_event(queue_[at]))) ++at;
  if (at >= sent_) return false;
  for (; at > 0; --at) std::swap(queue_[at], queue_[at - 1]);
  take_front(into);
  return true;
}

Fifo<Request> PendingRequests::take_all() {
  sent_ = 0;
  events_ = 0;
  return std::exchange(queue_, {});
}

}  // namespace moonroom::ring
