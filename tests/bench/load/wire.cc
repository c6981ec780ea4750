#include "bench/load/wire.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace moonroom::bench {
namespace {

constexpr int kPatienceMs = 5000;

// Space for everything in flight; an unprivileged process gets what the system allows.
constexpr int kQueueBytes = 8 << 20;

void set(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof value);
}

Result<UniqueFd> connected(int type, uint16_t port) {
  UniqueFd socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (!socket ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return problem(fmt::format("port {}: {}", port, std::generic_category().message(errno)));
  for (const int option : {SO_RCVBUF, SO_RCVBUFFORCE})
    set(socket.get(), SOL_SOCKET, option, kQueueBytes);
  return socket;
}

// After a receive that returned nothing.
bool is_only_empty() {
  return errno == EAGAIN || errno == EINTR;
}

class Datagrams final : public Wire {
 public:
  Datagrams() {
    for (size_t i = 0; i < kDatagrams; ++i) {
      vectors_[i] = {bytes_[i].data(), kBytes};
      headers_[i].msg_hdr.msg_iov = &vectors_[i];
      headers_[i].msg_hdr.msg_iovlen = 1;
    }
  }

  Result<UniqueFd> connect(uint16_t port) override { return connected(SOCK_DGRAM, port); }

  bool receive(int socket, const Take& take) override {
    const int count = ::recvmmsg(socket, headers_.data(), kDatagrams, MSG_DONTWAIT, nullptr);
    if (count < 0) return is_only_empty();
    for (size_t i = 0; i < static_cast<size_t>(count); ++i)
      take({bytes_[i].data(), headers_[i].msg_len});
    return true;
  }

 private:
  static constexpr size_t kDatagrams = 64;
  // Longer than any server's datagrams.
  static constexpr size_t kBytes = 2048;

  std::array<std::array<char, kBytes>, kDatagrams> bytes_;
  std::array<iovec, kDatagrams> vectors_;
  std::array<mmsghdr, kDatagrams> headers_{};
};

// Receives as many at once as the others: a generator with a call for each datagram is slower than
// the servers, which then never have two lines to combine.
class MergedDatagrams final : public Wire {
 public:
  MergedDatagrams() {
    for (size_t i = 0; i < kRuns; ++i) {
      vectors_[i] = {&bytes_[i * kBytes], kBytes};
      prepare(i);
    }
  }

  Result<UniqueFd> connect(uint16_t port) override {
    auto socket = connected(SOCK_DGRAM, port);
    if (socket) set(socket->get(), SOL_UDP, UDP_GRO, 1);
    return socket;
  }

  bool receive(int socket, const Take& take) override {
    const int count = ::recvmmsg(socket, headers_.data(), kRuns, MSG_DONTWAIT, nullptr);
    if (count < 0) return is_only_empty();
    for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
      take_apart(headers_[i], take);
      prepare(i);
    }
    return true;
  }

 private:
  static constexpr size_t kRuns = 32;
  // IP's limit.
  static constexpr size_t kBytes = 65536;

  struct alignas(cmsghdr) Control {
    std::array<char, CMSG_SPACE(sizeof(int))> bytes;
  };

  // The kernel overwrites it.
  void prepare(size_t i) {
    auto& header = headers_[i].msg_hdr;
    header = {};
    header.msg_iov = &vectors_[i];
    header.msg_iovlen = 1;
    header.msg_control = &controls_[i];
    header.msg_controllen = sizeof controls_[i];
  }

  static void take_apart(mmsghdr& message, const Take& take) {
    std::string_view run(static_cast<const char*>(message.msg_hdr.msg_iov->iov_base),
                         message.msg_len);
    const size_t each = datagram_size(message.msg_hdr, run.size());
    for (; !run.empty(); run.remove_prefix(std::min(each, run.size()))) take(run.substr(0, each));
  }

  static size_t datagram_size(msghdr& header, size_t whole) {
    const auto* control = CMSG_FIRSTHDR(&header);
    if (!control || control->cmsg_level != SOL_UDP || control->cmsg_type != UDP_GRO) return whole;
    int size = 0;
    std::memcpy(&size, CMSG_DATA(control), sizeof size);
    return static_cast<size_t>(size);
  }

  // With short datagrams, only the beginning of each is ever touched.
  std::vector<char> bytes_ = std::vector<char>(kRuns * kBytes);
  std::array<Control, kRuns> controls_{};
  std::array<iovec, kRuns> vectors_{};
  std::array<mmsghdr, kRuns> headers_{};
};

class Streams final : public Wire {
 public:
  explicit Streams(Acknowledge acknowledge) : acknowledge_(acknowledge) {}

  Result<UniqueFd> connect(uint16_t port) override {
    auto socket = connected(SOCK_STREAM, port);
    if (socket) set(socket->get(), IPPROTO_TCP, TCP_NODELAY, 1);
    return socket;
  }

  bool receive(int socket, const Take& take) override {
    const auto size = ::recv(socket, bytes_.data(), bytes_.size(), MSG_DONTWAIT);
    if (size <= 0) return size < 0 && is_only_empty();
    // The kernel resets this option again and again.
    if (acknowledge_ == Acknowledge::at_once) set(socket, IPPROTO_TCP, TCP_QUICKACK, 1);
    take({bytes_.data(), static_cast<size_t>(size)});
    return true;
  }

 private:
  Acknowledge acknowledge_;
  std::vector<char> bytes_ = std::vector<char>(256 << 10);
};

}  // namespace

bool Wire::send(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
      continue;
    }
    if (errno != EAGAIN) return false;
    pollfd writable{socket, POLLOUT, 0};
    if (::poll(&writable, 1, kPatienceMs) <= 0) return false;
  }
  return true;
}

std::unique_ptr<Wire> datagrams() {
  return std::make_unique<Datagrams>();
}

std::unique_ptr<Wire> merged_datagrams() {
  return std::make_unique<MergedDatagrams>();
}

std::unique_ptr<Wire> streams(Acknowledge acknowledge) {
  return std::make_unique<Streams>(acknowledge);
}

}  // namespace moonroom::bench
