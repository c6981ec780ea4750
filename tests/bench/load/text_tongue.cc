// The classic text protocol (docs/protocol.md): one request for each datagram.
#include <algorithm>

#include "bench/load/tongue.h"

namespace moonroom::bench {
namespace {

class TextTongue : public Tongue {
 public:
  explicit TextTongue(std::string_view name) : name_(name) {}

  void knock(const Send& send) override { send("L " + name_); }
  bool is_in() const override { return in_; }
  void say(std::string_view text, const Send& send) override {
    request_.assign("C ").append(name_).append(" ").append(text);
    send(request_);
  }
  void leave(const Send& send) override { send("Q " + name_); }
  void take(std::string_view bytes, const Hear& hear, const Send&) override {
    if (!in_)
      in_ = bytes == "OK";
    else if (bytes == "EXIT")
      in_ = false;
    else
      hear(bytes);
  }

 private:
  std::string name_;
  bool in_ = false;
  std::string request_;
};

class PackedTongue final : public TextTongue {
 public:
  using TextTongue::TextTongue;

  void take(std::string_view bytes, const Hear& hear, const Send& send) override {
    if (!is_in()) return TextTongue::take(bytes, hear, send);
    while (!bytes.empty()) {
      const auto message = bytes.substr(0, bytes.find('\n'));
      if (!message.empty()) hear(message);
      bytes.remove_prefix(std::min(bytes.size(), message.size() + 1));
    }
  }
};

}  // namespace

std::unique_ptr<Tongue> text_tongue(std::string_view name) {
  return std::make_unique<TextTongue>(name);
}

std::unique_ptr<Tongue> packed_tongue(std::string_view name) {
  return std::make_unique<PackedTongue>(name);
}

}  // namespace moonroom::bench
