#include "bench/floor/burst.h"

namespace moonroom::bench {
namespace {

class SegmentedWay final : public Way {
 public:
  explicit SegmentedWay(int socket) : burst_(socket) {}

  void tell(std::span<const Said> lines, std::span<const sockaddr_in> members) override {
    for (size_t place = 0; place < members.size(); ++place) {
      // A member's runs must stay in memory until they have been sent.
      auto& vectors = vectors_[place % vectors_.size()];
      if (place % vectors_.size() == 0) burst_.send();
      size_t count = 0;
      for (const auto& [author, line] : lines)
        if (author != place) vectors[count++] = {const_cast<char*>(line.data()), line.size()};
      add_runs(members[place], std::span(vectors).first(count));
    }
    burst_.send();
  }

 private:
  // Of one size, but for the last, which can be shorter.
  void add_runs(const sockaddr_in& to, std::span<iovec> vectors) {
    while (!vectors.empty()) {
      const auto size = vectors[0].iov_len;
      size_t count = 1;
      while (count < vectors.size() && vectors[count].iov_len == size) ++count;
      if (count < vectors.size() && vectors[count].iov_len < size) ++count;
      burst_.add(to, vectors.first(count), count > 1 ? static_cast<uint16_t>(size) : 0);
      vectors = vectors.subspan(count);
    }
  }

  Burst burst_;
  std::array<std::array<iovec, kMaxLines>, 64> vectors_;
};

}  // namespace

std::unique_ptr<Way> segmented_way(int socket) {
  return std::make_unique<SegmentedWay>(socket);
}

}  // namespace moonroom::bench
