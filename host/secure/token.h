// Secrets that are told to one and remembered: nobody else can guess one.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::secure {

/// 128 random bits, in 32 hexadecimal digits.
std::string random_token();

/// SHA-256 of a token, in hexadecimal digits: what is kept on disk. Enough for random bits; what
/// people make up needs password_hash.h.
std::string token_digest(std::string_view token);

}  // namespace moonroom::secure
