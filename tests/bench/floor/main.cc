// The minimum work of a room: moving the bytes. It answers `L` with OK, and forwards a datagram
// that begins with `C` unchanged to all other members, in one of the ways of way.h. No names, no
// checks, no leaving, and all members are on this machine. The difference to a real room is the
// room's own cost; the rest is the kernel's.
//
//     bench_floor single|segmented|packed|packed-segmented
#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/unique_fd.h"
#include "bench/floor/way.h"

namespace moonroom::bench {
namespace {

constexpr size_t kPorts = 65536;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

UniqueFd open_socket() {
  UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket) fail("socket");
  const int bytes = 8 << 20;
  for (const int option : {SO_RCVBUF, SO_RCVBUFFORCE, SO_SNDBUF, SO_SNDBUFFORCE})
    ::setsockopt(socket.get(), SOL_SOCKET, option, &bytes, sizeof bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
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
  Floor(int socket, Way& way) : socket_(socket), way_(way), place_of_port_(kPorts, kNobody) {
    // Reserved for the maximum: ways keep pointers into it.
    members_.reserve(kPorts);
    for (size_t i = 0; i < kMaxLines; ++i) {
      vectors_[i] = {bytes_[i].data(), kLineBytes};
      incoming_[i].msg_hdr.msg_iov = &vectors_[i];
      incoming_[i].msg_hdr.msg_iovlen = 1;
      incoming_[i].msg_hdr.msg_name = &from_[i];
    }
  }

  void serve_batch() {
    for (auto& message : incoming_) message.msg_hdr.msg_namelen = sizeof(sockaddr_in);
    const int count = ::recvmmsg(socket_, incoming_.data(), kMaxLines, MSG_WAITFORONE, nullptr);
    if (count < 0) fail("recvmmsg");
    size_t said = 0;
    for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
      const std::string_view datagram(bytes_[i].data(), incoming_[i].msg_len);
      const auto place = place_of_port_[ntohs(from_[i].sin_port)];
      if (datagram.starts_with('L')) welcome(from_[i]);
      if (datagram.starts_with('C') && place != kNobody) said_[said++] = {place, datagram};
    }
    if (said > 0) way_.tell(std::span(said_).first(said), members_);
  }

 private:
  static constexpr size_t kNobody = SIZE_MAX;

  void welcome(const sockaddr_in& whom) {
    auto& place = place_of_port_[ntohs(whom.sin_port)];
    if (place == kNobody) {
      place = members_.size();
      members_.push_back(whom);
    }
    ::sendto(socket_, "OK", 2, 0, reinterpret_cast<const sockaddr*>(&whom), sizeof whom);
  }

  int socket_;
  Way& way_;
  std::array<std::array<char, kLineBytes>, kMaxLines> bytes_;
  std::array<sockaddr_in, kMaxLines> from_;
  std::array<iovec, kMaxLines> vectors_;
  std::array<mmsghdr, kMaxLines> incoming_{};
  std::array<Said, kMaxLines> said_;
  std::vector<sockaddr_in> members_;
  std::vector<size_t> place_of_port_;
};

int serve(std::string_view name) {
  const std::map<std::string_view, std::unique_ptr<Way> (*)(int)> ways = {
      {"single", single_way},
      {"segmented", segmented_way},
      {"packed", packed_way},
      {"packed-segmented", packed_segmented_way},
  };
  if (!ways.contains(name)) {
    std::fputs("bench_floor single|segmented|packed|packed-segmented\n", stderr);
    return 2;
  }
  const auto socket = open_socket();
  const auto way = ways.at(name)(socket.get());
  std::printf("listening on 127.0.0.1:%d\n", port_of(socket));
  std::fflush(stdout);
  Floor floor(socket.get(), *way);
  while (true) floor.serve_batch();
}

}  // namespace
}  // namespace moonroom::bench

int main(int argc, char** argv) {
  try {
    return moonroom::bench::serve(argc > 1 ? argv[1] : "");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_floor: %s\n", error.what());
    return 1;
  }
}
