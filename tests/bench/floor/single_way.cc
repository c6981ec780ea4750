#include <utility>
#include <vector>

#include "bench/floor/burst.h"

namespace moonroom::bench {
namespace {

// One line after the other. The headers are written once; for each line only the author's slot
// changes.
class SingleWay final : public Way {
 public:
  explicit SingleWay(int socket) : socket_(socket) {}

  void tell(std::span<const Said> lines, std::span<const sockaddr_in> members) override {
    while (messages_.size() < members.size()) add(members[messages_.size()]);
    for (const auto& [author, line] : lines) {
      vector_ = {const_cast<char*>(line.data()), line.size()};
      // Swaps the author with the last member, and leaves out the last slot.
      std::swap(messages_[author], messages_.back());
      send_all(socket_, std::span(messages_).first(messages_.size() - 1));
      std::swap(messages_[author], messages_.back());
    }
  }

 private:
  void add(const sockaddr_in& member) {
    mmsghdr message{};
    message.msg_hdr.msg_name = const_cast<sockaddr_in*>(&member);
    message.msg_hdr.msg_namelen = sizeof member;
    message.msg_hdr.msg_iov = &vector_;
    message.msg_hdr.msg_iovlen = 1;
    messages_.push_back(message);
  }

  int socket_;
  iovec vector_{};
  std::vector<mmsghdr> messages_;
};

}  // namespace

std::unique_ptr<Way> single_way(int socket) {
  return std::make_unique<SingleWay>(socket);
}

}  // namespace moonroom::bench
