// Random tokens: secrets that cannot be guessed.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::secure {

/// 128 random bits, in 32 hexadecimal digits.
std::string random_token();

/// SHA-256 of a token, in hexadecimal digits, for storage. Enough for random bits; passwords need
/// password_hash.h.
std::string token_digest(std::string_view token);

}  // namespace moonroom::secure
