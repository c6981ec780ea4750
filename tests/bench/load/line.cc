#include "bench/load/line.h"

#include <fmt/format.h>

#include <iterator>

namespace moonroom::bench {
namespace {

// No server writes it into the text that it puts before a message.
constexpr char kMark = '|';
constexpr size_t kSenderDigits = 4;
constexpr size_t kNumberDigits = 8;
constexpr size_t kSender = 1;
constexpr size_t kNumber = kSender + kSenderDigits + 1;
constexpr size_t kLetters = kNumber + kNumberDigits + 1;

constexpr size_t kEqual = 64;
constexpr size_t kShortest = 24;
constexpr size_t kLongest = 128;

// Neighbours differ much; the same line always has the same length.
size_t mixed_size(Line line) {
  const auto stirred = (uint64_t{line.number} * 8 + line.sender) * 0x9E3779B97F4A7C15u;
  return kShortest + static_cast<size_t>((stirred >> 32) % (kLongest - kShortest + 1));
}

std::optional<uint32_t> number_at(std::string_view text, size_t start, size_t digits) {
  uint32_t number = 0;
  bool all_digits = true;
  // Without a branch for each digit: this runs for each delivery.
  for (const char letter : text.substr(start, digits)) {
    const auto digit = static_cast<uint32_t>(letter) - '0';
    all_digits &= digit < 10;
    number = number * 10 + digit;
  }
  return all_digits ? std::optional(number) : std::nullopt;
}

}  // namespace

void write_text(Line line, Lengths lengths, std::string& text) {
  const size_t size = lengths == Lengths::equal ? kEqual : mixed_size(line);
  text.clear();
  fmt::format_to(std::back_inserter(text), "{}{:04} {:08} ", kMark, line.sender, line.number);
  // A run through the alphabet that begins elsewhere in each line.
  size_t letter = line.number * size_t{7} + line.sender;
  while (text.size() < size) text += static_cast<char>('a' + letter++ % 26);
}

bool is_line(std::string_view message) {
  return message.find(kMark) != std::string_view::npos;
}

std::optional<Heard> heard_in(std::string_view message) {
  const auto start = message.find(kMark);
  if (start == std::string_view::npos) return std::nullopt;
  const auto text = message.substr(start);
  if (text.size() < kLetters) return std::nullopt;
  const auto sender = number_at(text, kSender, kSenderDigits);
  const auto number = number_at(text, kNumber, kNumberDigits);
  if (!sender || !number) return std::nullopt;
  return Heard{{*sender, *number}, text};
}

}  // namespace moonroom::bench
