// What is sent for what was typed, and what is shown for what was received. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/messages.h"

namespace moonroom::client {

std::string login_request(std::string_view name);
std::string quit_request(std::string_view name);
/// Nothing when the line is longer than a request may be.
std::optional<std::string> chat_request(std::string_view name, std::string_view text);

/// "/quit", blanks around it allowed; with `also_bare` "quit" and "q", too, as at the terminal of a
/// classic client. Everywhere else those are words that may be said.
bool is_goodbye(std::string_view line, bool also_bare);
bool is_blank(std::string_view line);

/// What can be shown of a received text: nothing in it steers the terminal. A line feed at its
/// beginning, which some servers send because a prompt stands on the line, is dropped.
std::string to_show(std::string_view received);

/// The line of what was heard, as it can be shown.
std::string line_of(const Heard& heard);
/// All of its texts as they can be shown.
Heard visible(Heard heard);

}  // namespace moonroom::client
