// Parses and checks the values of options that are more than a number or a word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "relay/settings.h"
#include "wire/endpoint.h"

namespace moonroom::config {

constexpr uint16_t kDefaultPort = 8888;

/// "20/40", "20" (burst twice that) or "off".
Result<std::optional<Rate>> parse_rate(std::string_view text);
/// "[ADDRESS:]PORT", or a host's name.
Result<wire::Endpoint> parse_listen(const std::string& text);
/// A port alone is this machine's loopback address; other interfaces need an address. Nullopt for
/// an empty text.
Result<std::optional<wire::Endpoint>> parse_metrics(const std::string& text);
/// Why the text is no number of hours; empty when it is one.
std::string check_hours(const std::string& text);
/// Why the word is no password; empty when it is one.
std::string check_password(const std::string& word);

}  // namespace moonroom::config
