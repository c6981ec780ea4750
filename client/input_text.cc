#include "client/input_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/text.h"
#include "wire/classic.h"

namespace moonroom::client {

std::string login_request(std::string_view name) {
  return fmt::format("L {}", name);
}

std::string quit_request(std::string_view name) {
  return fmt::format("Q {}", name);
}

std::optional<std::string> chat_request(std::string_view name, std::string_view text) {
  auto request = fmt::format("C {} {}", name, text);
  if (request.size() > wire::kMaxRequest) return std::nullopt;
  return request;
}

bool is_goodbye(std::string_view line, bool also_bare) {
  const auto first = std::min(line.find_first_not_of(" \t"), line.size());
  const auto word = line.substr(first, line.find_last_not_of(" \t") + 1 - first);
  return word == "/quit" || (also_bare && (word == "quit" || word == "q"));
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

std::string to_show(std::string_view received) {
  if (received.starts_with('\n')) received.remove_prefix(1);
  return text::visible(received);
}

std::string line_of(const MessageReceived& heard) {
  if (!heard.line.empty() || heard.from.empty()) return to_show(heard.line);
  return to_show(fmt::format("{}: {}", heard.from, heard.text));
}

MessageReceived visible(MessageReceived heard) {
  for (auto* text : {&heard.kind, &heard.from, &heard.text, &heard.line}) *text = to_show(*text);
  return heard;
}

}  // namespace moonroom::client
