// The NATS protocol: every member publishes to one subject and subscribes to it, without echo.
#include <fmt/format.h>

#include <charconv>

#include "bench/load/tongue.h"

namespace moonroom::bench {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

class NatsTongue final : public StreamTongue {
 public:
  void knock(const Send& send) override {
    send("CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false}\r\nSUB room 1\r\nPING\r\n");
  }
  bool is_in() const override { return in_; }

 private:
  std::string request(std::string_view text) const override {
    return fmt::format("PUB room {}\r\n{}\r\n", text.size(), text);
  }
  size_t take_message(std::string_view bytes, const Hear& hear, const Send& send) override {
    const auto end = bytes.find(kLineEnd);
    if (end == std::string_view::npos) return 0;
    const auto head = bytes.substr(0, end);
    const auto body = bytes.substr(end + kLineEnd.size());
    if (head.starts_with("MSG ")) {
      const size_t size = size_in(head);
      if (body.size() < size + kLineEnd.size()) return 0;
      hear(body.substr(0, size));
      return end + kLineEnd.size() + size + kLineEnd.size();
    }
    if (head == "PONG") in_ = true;
    if (head == "PING") send("PONG\r\n");
    return end + kLineEnd.size();
  }

  static size_t size_in(std::string_view head) {
    size_t size = 0;
    const auto start = head.rfind(' ') + 1;
    std::from_chars(head.data() + start, head.data() + head.size(), size);
    return size;
  }

  bool in_ = false;
};

}  // namespace

std::unique_ptr<Tongue> nats_tongue(std::string_view) {
  return std::make_unique<NatsTongue>();
}

}  // namespace moonroom::bench
