#include <string>

#include "bench/floor/burst.h"

namespace moonroom::bench {
namespace {

constexpr size_t kPacket = 1200;
constexpr char kEnd = '\n';

enum class Padding { none, all_but_the_last };

// Lines one after the other, each with its end, in packets of at most kPacket bytes.
class Packets {
 public:
  void pack(std::span<const Said> lines, size_t without, Padding padding) {
    bytes_.clear();
    starts_.assign(1, 0);
    for (const auto& [author, line] : lines)
      if (author != without) append(line, padding);
    starts_.push_back(bytes_.size());
    vectors_.clear();
    for (size_t i = 0; i + 1 < starts_.size(); ++i)
      vectors_.push_back({bytes_.data() + starts_[i], starts_[i + 1] - starts_[i]});
  }

  /// One for each packet.
  std::span<iovec> vectors() { return vectors_; }
  bool empty() const { return bytes_.empty(); }

 private:
  void append(std::string_view line, Padding padding) {
    if (bytes_.size() - starts_.back() + line.size() + 1 > kPacket) {
      if (padding == Padding::all_but_the_last) bytes_.resize(starts_.back() + kPacket, kEnd);
      starts_.push_back(bytes_.size());
    }
    bytes_.append(line) += kEnd;
  }

  std::string bytes_;
  std::vector<size_t> starts_;
  std::vector<iovec> vectors_;
};

// Members that sent nothing all get the same packets; each author gets packets of their own.
class PackedWay final : public Way {
 public:
  PackedWay(int socket, Padding padding) : burst_(socket), padding_(padding) {}

  void tell(std::span<const Said> lines, std::span<const sockaddr_in> members) override {
    common_.pack(lines, members.size(), padding_);
    speaks_.assign(members.size(), false);
    for (const auto& said : lines) speaks_[said.author] = true;
    for (size_t place = 0, own = 0; place < members.size(); ++place)
      add(members[place], speaks_[place] ? packed_for(place, lines, own++) : common_);
    burst_.send();
  }

 private:
  Packets& packed_for(size_t author, std::span<const Said> lines, size_t own) {
    own_[own].pack(lines, author, padding_);
    return own_[own];
  }

  void add(const sockaddr_in& to, Packets& packets) {
    if (packets.empty()) return;
    const auto vectors = packets.vectors();
    if (padding_ == Padding::all_but_the_last)
      return burst_.add(to, vectors, vectors.size() > 1 ? kPacket : 0);
    for (size_t i = 0; i < vectors.size(); ++i) burst_.add(to, vectors.subspan(i, 1), 0);
  }

  Burst burst_;
  Padding padding_;
  Packets common_;
  std::array<Packets, kMaxLines> own_;
  std::vector<bool> speaks_;
};

}  // namespace

std::unique_ptr<Way> packed_way(int socket) {
  return std::make_unique<PackedWay>(socket, Padding::none);
}

std::unique_ptr<Way> packed_segmented_way(int socket) {
  return std::make_unique<PackedWay>(socket, Padding::all_but_the_last);
}

}  // namespace moonroom::bench
