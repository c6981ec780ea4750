#include "client/colours.h"

#include <fmt/format.h>

#include <array>

#include "client/xdg_paths.h"

namespace moonroom::client {
namespace {

constexpr std::array<uint8_t, 14> kPalette = {131, 130, 64, 28,  29,  30,  31,
                                              27,  63,  98, 129, 164, 162, 161};
// Red, green, magenta, cyan: yellow is unreadable on white, blue on black.
constexpr std::array<int, 4> kFewColours = {31, 32, 35, 36};

// FNV-1a: the same on any machine at any time.
uint32_t hash_of(std::string_view name) {
  uint32_t hash = 2166136261u;
  for (const char byte : name) hash = (hash ^ static_cast<uint8_t>(byte)) * 16777619u;
  return hash;
}

}  // namespace

Colours colours_of(std::string_view no_color, std::string_view terminal, std::string_view colours) {
  if (!no_color.empty() || terminal.starts_with("vt1") || terminal.starts_with("vt2"))
    return Colours::none;
  if (terminal == "linux" && colours.empty()) return Colours::sixteen;
  return Colours::many;
}

Colours colours_of_environment() {
  return colours_of(environment("NO_COLOR"), environment("TERM"), environment("COLORTERM"));
}

std::span<const uint8_t> palette() {
  return kPalette;
}

std::string coloured(std::string_view name, Colours colours) {
  const auto hash = hash_of(name);
  switch (colours) {
    case Colours::none:
      return std::string(name);
    case Colours::sixteen:
      return fmt::format("\x1b[{}m{}\x1b[39m", kFewColours[hash % kFewColours.size()], name);
    case Colours::many:
      return fmt::format("\x1b[38;5;{}m{}\x1b[39m", kPalette[hash % kPalette.size()], name);
  }
  return std::string(name);
}

}  // namespace moonroom::client
