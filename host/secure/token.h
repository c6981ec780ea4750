// Secrets that are told to one and remembered: nobody else can guess one.
#pragma once

#include <string>

namespace moonroom::secure {

/// 128 random bits, in 32 hexadecimal digits.
std::string random_token();

}  // namespace moonroom::secure
