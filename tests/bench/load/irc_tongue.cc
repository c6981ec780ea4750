// IRC (RFC 2812): every member joins one channel.
#include <fmt/format.h>

#include <algorithm>

#include "bench/load/tongue.h"

namespace moonroom::bench {
namespace {

class IrcTongue final : public StreamTongue {
 public:
  explicit IrcTongue(std::string_view name) : name_(name) {}

  void knock(const Send& send) override {
    send(fmt::format("NICK {}\r\nUSER {} 0 * :{}\r\n", name_, name_, name_));
  }
  bool is_in() const override { return in_; }

 private:
  std::string request(std::string_view text) const override {
    return fmt::format("PRIVMSG #room :{}\r\n", text);
  }
  size_t take_message(std::string_view bytes, const Hear& hear, const Send& send) override {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return 0;
    auto line = bytes.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take_line(line, hear, send);
    return end + 1;
  }

  void take_line(std::string_view line, const Hear& hear, const Send& send) {
    if (line.starts_with("PING ")) return send(fmt::format("PONG {}\r\n", line.substr(5)));
    if (!line.starts_with(':')) return;
    line.remove_prefix(std::min(line.size(), line.find(' ') + 1));
    if (line.starts_with("PRIVMSG ")) return hear(line.substr(line.find(':') + 1));
    // The end of the greeting, with or without a message of the day; the end of the member list.
    if (line.starts_with("376 ") || line.starts_with("422 ")) send("JOIN #room\r\n");
    if (line.starts_with("366 ")) in_ = true;
  }

  std::string name_;
  bool in_ = false;
};

}  // namespace

std::unique_ptr<Tongue> irc_tongue(std::string_view name) {
  return std::make_unique<IrcTongue>(name);
}

}  // namespace moonroom::bench
