#include "client/line_sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "client/codeset.h"
#include "client/input_text.h"
#include "process/clocks.h"
#include "terminal/line_buffer.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestWait{60'000};

}  // namespace

LineSender::LineSender(const Settings& settings, const Dependencies& uses)
    : settings_(settings), uses_(uses), codeset_(codeset_of_environment()) {}

void LineSender::send(std::string text) {
  const auto line = lines_.add();
  if (!settings_.is_utf8) {
    auto converted = to_utf8(text, codeset_);
    if (!converted) {
      const auto words = phrase(Phrase::no_text, settings_.language);
      return refuse(line, "no-text", fmt::format(fmt::runtime(words), codeset_));
    }
    text = std::move(*converted);
  }
  if (settings_.refuses_blank && is_blank(text))
    return refuse(line, "empty", std::string(phrase(Phrase::no_words, settings_.language)));
  wait_for_turn();
  lines_.mark_sent(process::moment().steady);
  uses_.network.send(Say{std::move(text), line});
}

void LineSender::refuse_too_long() {
  lines_.mark_refused();
  uses_.display.on(TooLong{static_cast<uint32_t>(terminal::kMaxLine), lines_.add()});
}

void LineSender::refuse(uint64_t line, std::string_view why, std::string words) {
  lines_.mark_refused();
  uses_.display.on(NotSaid{line, std::string(why), std::move(words)});
  uses_.display.flush();
}

void LineSender::wait_for_turn() const {
  while (uses_.entry.can_send()) {
    const auto delay = lines_.delay(process::moment().steady);
    if (delay == Duration::zero()) return;
    const auto wait =
        delay ? std::min(std::chrono::ceil<milliseconds>(*delay), kLongestWait) : milliseconds(-1);
    terminal::wait_once(-1, uses_.sources, static_cast<int>(wait.count()));
  }
}

}  // namespace moonroom::client
