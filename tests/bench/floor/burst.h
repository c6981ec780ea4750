// A batch of datagrams, sent in one system call or as few as possible.
#pragma once

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "bench/floor/way.h"

namespace moonroom::bench {

/// Sends all of them, in order; skips the ones that the kernel refuses.
inline void send_all(int socket, std::span<mmsghdr> messages) {
  // The kernel's limit for one call.
  constexpr size_t kMaxACall = 1024;
  while (!messages.empty()) {
    const auto count = static_cast<unsigned>(std::min(messages.size(), kMaxACall));
    const int sent = ::sendmmsg(socket, messages.data(), count, 0);
    messages = messages.subspan(sent > 0 ? static_cast<size_t>(sent) : 1);
  }
}

class Burst {
 public:
  explicit Burst(int socket) : socket_(socket) {}

  /// Adds the bytes of `vectors` for one member: as datagrams of `segment` bytes, the last possibly
  /// shorter, or as one datagram when `segment` is 0. The arguments must live until `send`.
  void add(const sockaddr_in& to, std::span<iovec> vectors, uint16_t segment) {
    if (used_ == slots_.size()) send();
    auto& header = messages_[used_].msg_hdr;
    header = {};
    header.msg_name = const_cast<sockaddr_in*>(&to);
    header.msg_namelen = sizeof to;
    header.msg_iov = vectors.data();
    header.msg_iovlen = vectors.size();
    if (segment != 0) cut(header, slots_[used_], segment);
    ++used_;
  }
  void send() {
    send_all(socket_, std::span(messages_).first(used_));
    used_ = 0;
  }

 private:
  struct alignas(cmsghdr) Control {
    std::array<char, CMSG_SPACE(sizeof(uint16_t))> bytes{};
  };

  static void cut(msghdr& header, Control& control, uint16_t segment) {
    header.msg_control = control.bytes.data();
    header.msg_controllen = control.bytes.size();
    auto* message = CMSG_FIRSTHDR(&header);
    message->cmsg_level = SOL_UDP;
    message->cmsg_type = UDP_SEGMENT;
    message->cmsg_len = CMSG_LEN(sizeof segment);
    std::memcpy(CMSG_DATA(message), &segment, sizeof segment);
  }

  static constexpr size_t kMessages = 64;

  int socket_;
  size_t used_ = 0;
  std::array<mmsghdr, kMessages> messages_{};
  std::array<Control, kMessages> slots_;
};

}  // namespace moonroom::bench
