// The plaintext of a packet: a sequence of frames, each a kind and its fields. This header handles
// bytes only; the link gives them their meaning.
//
//     PAD   0                             any number of them
//     ACK   1 | next u32 | bits u64       all fragments below `next` have arrived, and so has
//                                         next+1+i for each bit i that is set
//     MSG   2 | seq u32 | len u16 | bytes  a whole message, or the last fragment of one
//     PING  3                             asks for an ACK
//     BYE   4 | reason u8
//     PART  5 | seq u32 | len u16 | bytes  a fragment of a message that continues in the next one
//     NEXT  6 | len u16 | bytes            as MSG, numbered after the fragment before it
//
// Integers are big-endian. Fragments are numbered from 1 in each direction. A writer uses NEXT
// where it can.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace moonroom::link {

/// Why a side closes the link.
enum class CloseReason : uint8_t { done = 0, behind = 1, evicted = 2, removed = 3, crowded = 4 };

struct Ack {
  uint32_t next = 1;
  uint64_t bits = 0;
};

struct Fragment {
  uint32_t number = 0;
  bool ends_message = true;
  std::string_view bytes;
};

struct Ping {};

using Frame = std::variant<Ack, Fragment, Ping, CloseReason>;

constexpr size_t kAckFrame = 13;
/// The largest head; that of NEXT is shorter.
constexpr size_t kFragmentHead = 7;
constexpr size_t kNextHead = 3;
constexpr size_t kCloseFrame = 2;
/// Longer fragments are malformed: no packet that fits every path can carry them. The limit also
/// bounds the memory for fragments that arrive early.
constexpr size_t kMaxFragment = 1160;

class FrameReader {
 public:
  explicit FrameReader(std::string_view frames) : rest_(frames) {}

  /// Skips padding. Nullopt at the end, and at a malformed frame. Views are into the packet.
  std::optional<Frame> next();
  /// False after a malformed frame; the frames before it were valid.
  bool ok() const { return !failed_; }

 private:
  std::optional<Frame> frame(uint8_t kind);
  std::optional<Frame> ack();
  std::optional<Frame> numbered(bool ends_message);
  std::optional<Frame> next_fragment();
  std::optional<Frame> fragment(uint32_t number, bool ends_message, size_t head);
  std::optional<Frame> close();
  std::optional<Frame> fail();

  std::string_view rest_;
  // The number of a NEXT frame; nullopt before the first fragment.
  std::optional<uint32_t> next_;
  bool failed_ = false;
};

/// The caller must make sure that each frame fits.
class FrameWriter {
 public:
  explicit FrameWriter(std::span<char> packet) : packet_(packet) {}

  void write(const Ack& ack);
  void write(const Fragment& piece);
  void write(Ping);
  void write(CloseReason why);
  /// Fills the packet to its end.
  void pad();

  size_t size() const { return size_; }
  size_t room() const { return packet_.size() - size_; }

 private:
  template <class T>
  void number(T value);

  std::span<char> packet_;
  size_t size_ = 0;
  std::optional<uint32_t> next_;
};

}  // namespace moonroom::link
