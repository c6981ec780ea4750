#include "net/udp_sockets.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace moonroom::net {
namespace {

// The socket's own address or, on a socket of the "any" address, each of its family.
bool can_send_from(const wire::Endpoint& local, const wire::Address& address) {
  if (!local.address.is_any()) return local.address == address;
  return address.is_v4() || !local.address.is_v4();
}

bool same_family(const wire::Address& one, const wire::Address& other) {
  return one.is_v4() == other.is_v4();
}

}  // namespace

UdpSockets::UdpSockets(std::vector<UdpSocket> sockets) : sockets_(std::move(sockets)) {
  for (const auto& socket : sockets_) locals_.push_back(socket.local());
  if (sockets_.size() < 2) return;
  for (auto& socket : sockets_) socket.mark_received();
  parts_.resize(sockets_.size());
}

Result<UdpSockets> UdpSockets::bind(const wire::Endpoint& where) {
  auto socket = UdpSocket::bind(where);
  if (!socket) return tl::unexpected(socket.error());
  std::vector<UdpSocket> one;
  one.push_back(*std::move(socket));
  return UdpSockets(std::move(one));
}

Result<UdpSockets> UdpSockets::adopt(std::vector<UniqueFd> sockets,
                                     std::vector<std::string>& others) {
  std::vector<UdpSocket> adopted;
  for (auto& each : sockets) {
    auto socket = UdpSocket::adopt(std::move(each));
    if (socket)
      adopted.push_back(*std::move(socket));
    else
      others.push_back(socket.error().what);
  }
  if (adopted.empty()) return problem("none of the sockets that were handed over is of UDP");
  return UdpSockets(std::move(adopted));
}

std::vector<int> UdpSockets::descriptors() const {
  std::vector<int> all;
  for (const auto& socket : sockets_) all.push_back(socket.descriptor());
  return all;
}

std::vector<wire::Endpoint> UdpSockets::locals() const {
  return locals_;
}

std::span<const wire::Datagram> UdpSockets::receive(Batch& batch) {
  const auto datagrams = sockets_[next_].receive(batch);
  next_ = next_ + 1 < sockets_.size() ? next_ + 1 : 0;
  drained_ = datagrams.size() < Batch::kDatagrams ? drained_ + 1 : 0;
  return datagrams;
}

// ── Sending ─────────────────────────────────────────────────────────────────────────────────────

size_t UdpSockets::socket_for(const wire::Endpoint& to) const {
  for (size_t i = 0; to.via_port != 0 && i < locals_.size(); ++i)
    if (locals_[i].port == to.via_port && can_send_from(locals_[i], to.via)) return i;
  for (size_t i = 0; i < locals_.size(); ++i)
    if (same_family(locals_[i].address, to.address)) return i;
  return 0;
}

// A text for many recipients is copied once per socket, because deliveries of one text are
// consecutive.
void UdpSockets::send(const wire::Outbox& outbox) {
  if (sockets_.size() == 1) return sockets_.front().send(outbox);
  struct Copied {
    uint32_t offset = UINT32_MAX;
    wire::Outbox::Text text;
  };
  std::vector<Copied> copied(sockets_.size());
  for (const auto& delivery : outbox.deliveries()) {
    const auto at = socket_for(delivery.to);
    if (copied[at].offset != delivery.text.offset)
      copied[at] = {delivery.text.offset, parts_[at].store(outbox.bytes(delivery))};
    parts_[at].send(copied[at].text, delivery.to);
  }
  for (size_t i = 0; i < sockets_.size(); ++i) {
    sockets_[i].send(parts_[i]);
    parts_[i].clear();
  }
}

void UdpSockets::trim_memory() {
  for (auto& socket : sockets_) socket.trim_memory();
  for (auto& part : parts_) part.trim_memory();
}

// ── Error reports ────────────────────────────────────────────────────────────────────────────────

std::vector<wire::Endpoint> UdpSockets::drain_unreachable() {
  std::vector<wire::Endpoint> dead;
  for (auto& socket : sockets_)
    for (const auto& each : socket.drain_unreachable()) dead.push_back(each);
  return dead;
}

void UdpSockets::forget_errors() {
  for (auto& socket : sockets_) socket.forget_errors();
}

UdpSocket::Counters UdpSockets::counters() const {
  UdpSocket::Counters all;
  for (const auto& socket : sockets_) all += socket.counters();
  return all;
}

}  // namespace moonroom::net
