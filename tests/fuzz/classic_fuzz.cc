// Any bytes as a request, and any text as datagrams to be sent.
#include "fuzz.h"
#include "text/text.h"
#include "wire/classic.h"

namespace {

using namespace moonroom::text;
using namespace moonroom::wire;
using moonroom::fuzz::require;

void check_request(std::string_view bytes) {
  const auto request = decode(bytes);
  if (!request) return;
  require(is_utf8(request->name) && is_utf8(request->text));
  require(request->name.size() + request->text.size() < bytes.size());
  require(request->verb == Verb::login || request->name.find(' ') == std::string_view::npos);
}

void check_datagrams(std::string_view text, bool newline_framing) {
  const bool valid = is_utf8(text);
  auto rest = text;
  std::string piece;
  while (!rest.empty()) {
    const auto before = rest;
    const auto datagram = next_datagram(rest, newline_framing, piece);
    require(rest.size() < before.size());
    require(!datagram.empty() && datagram.size() <= kMaxDatagram && datagram != kEnd);
    require(!valid || is_utf8(datagram));
    const auto taken = before.substr(0, before.size() - rest.size());
    require(datagram.starts_with(taken));
    require(datagram.size() - taken.size() ==
            (newline_framing ? 1U : 0U) + (taken == kEnd ? 1U : 0U));
  }
}

void check_reason(std::string_view why) {
  const auto words = reason(why);
  require(!words.empty() && words.size() <= kMaxReason);
  require(is_utf8(words) && is_visible(words));
  require(words != kWelcome && words != kEnd);
}

moonroom::Table list(std::string_view word) {
  return {{word}, {}};
}

// Accepted words can be distinguished from each other, and from requests.
void check_words(std::string_view bytes) {
  const auto third = bytes.size() / 3;
  const auto ok = bytes.substr(0, third), exit = bytes.substr(third, third);
  const auto login = bytes.substr(2 * third);
  const auto words = classic_words(
      {{}, {{"ok", ok}, {"exit", exit}, {"verbs", moonroom::Table{{}, {{"login", list(login)}}}}}});
  if (!words) return;
  require(words->is_welcome(words->welcome_of("x")) && !words->is_welcome(words->end));
  const auto asked = std::string(login) + " x";
  const auto request = decode(asked, *words);
  require(request && request->verb == Verb::login && request->name == "x");
  const auto end = decode(words->end, *words);
  require(!end || end->verb != Verb::quit);
  const auto no = reason(ok, *words);
  require(!words->is_welcome(no) && no != words->end && no.size() <= kMaxReason);
  auto rest = exit;
  std::string piece;
  require(next_datagram(rest, false, piece, words->end) != words->end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = moonroom::fuzz::text_of(data, size);
  check_request(bytes);
  check_reason(bytes);
  check_words(bytes);
  for (const bool newline_framing : {false, true}) {
    check_datagrams(bytes, newline_framing);
    check_datagrams(visible(bytes), newline_framing);
  }
  return 0;
}
