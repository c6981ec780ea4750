// The least that a room can do: it moves the bytes. `L` is answered OK, and a datagram that begins
// with `C` goes to everybody else as it is, by one system call. No names, no checks, nobody leaves,
// and all are on this machine. What a real room costs more than this is its own; what this costs is
// the kernel's.
//
//     bench_floor [PORT]
#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/unique_fd.h"

namespace {

using moonroom::UniqueFd;

constexpr size_t kBatch = 32;
constexpr size_t kBytes = 2048;
constexpr size_t kPorts = 65536;
// The kernel takes no more a call.
constexpr size_t kMostACall = 1024;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

UniqueFd open_socket(uint16_t port) {
  UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket) fail("socket");
  const int bytes = 8 << 20;
  for (const int option : {SO_RCVBUF, SO_RCVBUFFORCE, SO_SNDBUF, SO_SNDBUFFORCE})
    ::setsockopt(socket.get(), SOL_SOCKET, option, &bytes, sizeof bytes);
  const auto address = loopback(port);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    fail("bind");
  return socket;
}

uint16_t port_of(const UniqueFd& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

class Floor {
 public:
  explicit Floor(UniqueFd socket) : socket_(std::move(socket)), place_of_port_(kPorts, kNobody) {
    addresses_.reserve(kPorts);
    for (size_t i = 0; i < kBatch; ++i) {
      vectors_[i] = {bytes_[i].data(), kBytes};
      incoming_[i].msg_hdr.msg_iov = &vectors_[i];
      incoming_[i].msg_hdr.msg_iovlen = 1;
      incoming_[i].msg_hdr.msg_name = &from_[i];
    }
  }

  void serve_batch() {
    for (auto& message : incoming_) message.msg_hdr.msg_namelen = sizeof(sockaddr_in);
    const int count = ::recvmmsg(socket_.get(), incoming_.data(), kBatch, MSG_WAITFORONE, nullptr);
    if (count < 0) fail("recvmmsg");
    for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
      const std::string_view datagram(bytes_[i].data(), incoming_[i].msg_len);
      if (datagram.starts_with('L')) welcome(from_[i]);
      if (datagram.starts_with('C')) relay(datagram, ntohs(from_[i].sin_port));
    }
  }

 private:
  static constexpr size_t kNobody = SIZE_MAX;

  void welcome(const sockaddr_in& whom) {
    auto& place = place_of_port_[ntohs(whom.sin_port)];
    if (place == kNobody) {
      place = addresses_.size();
      addresses_.push_back(whom);
      mmsghdr message{};
      message.msg_hdr.msg_name = &addresses_.back();
      message.msg_hdr.msg_namelen = sizeof whom;
      message.msg_hdr.msg_iov = &text_;
      message.msg_hdr.msg_iovlen = 1;
      outgoing_.push_back(message);
    }
    ::sendto(socket_.get(), "OK", 2, 0, reinterpret_cast<const sockaddr*>(&whom), sizeof whom);
  }

  // The author changes places with the last one and is left out.
  void relay(std::string_view datagram, uint16_t author) {
    if (place_of_port_[author] == kNobody) return;
    text_ = {const_cast<char*>(datagram.data()), datagram.size()};
    auto& last = outgoing_.back();
    auto& place = place_of_port_[author];
    auto& place_of_last = place_of_port_[port(last)];
    std::swap(outgoing_[place], last);
    std::swap(place, place_of_last);
    for (size_t done = 0; done + 1 < outgoing_.size();) {
      const auto count = std::min(outgoing_.size() - 1 - done, kMostACall);
      const int sent = ::sendmmsg(socket_.get(), &outgoing_[done], static_cast<unsigned>(count), 0);
      done += sent > 0 ? static_cast<size_t>(sent) : 1;
    }
  }

  static uint16_t port(const mmsghdr& message) {
    return ntohs(static_cast<const sockaddr_in*>(message.msg_hdr.msg_name)->sin_port);
  }

  UniqueFd socket_;
  std::array<std::array<char, kBytes>, kBatch> bytes_;
  std::array<sockaddr_in, kBatch> from_;
  std::array<iovec, kBatch> vectors_;
  std::array<mmsghdr, kBatch> incoming_{};
  // Reserved for all there can be: the headers point into it.
  std::vector<sockaddr_in> addresses_;
  std::vector<mmsghdr> outgoing_;
  std::vector<size_t> place_of_port_;
  iovec text_{};
};

}  // namespace

int main(int argc, char** argv) {
  try {
    auto socket = open_socket(static_cast<uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0));
    std::printf("listening on 127.0.0.1:%d\n", port_of(socket));
    std::fflush(stdout);
    Floor floor(std::move(socket));
    while (true) floor.serve_batch();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_floor: %s\n", error.what());
    return 1;
  }
}
