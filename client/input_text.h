// Converts typed text to requests, and received text to printable text. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/messages.h"

namespace moonroom::client {

std::string login_request(std::string_view name);
std::string quit_request(std::string_view name);
/// Nullopt when the line is longer than a request can be.
std::optional<std::string> chat_request(std::string_view name, std::string_view text);

/// "/quit", with blanks around it; with `also_bare` "quit" and "q", too, as at the terminal of a
/// classic client. Elsewhere those are ordinary messages.
bool is_goodbye(std::string_view line, bool also_bare);
bool is_blank(std::string_view line);

/// The printable form of a received text: nothing in it can control the terminal. Drops a line feed
/// at the beginning, which some servers send to get off a prompt's line.
std::string to_show(std::string_view received);

/// The line of a message, as it can be printed.
std::string line_of(const MessageReceived& heard);
/// All its texts, as they can be printed.
MessageReceived visible(MessageReceived heard);

}  // namespace moonroom::client
