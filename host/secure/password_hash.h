// The stored form of a password chosen by a person: PBKDF2-HMAC-SHA-256 (RFC 8018) with a salt of
// its own, so that an attacker with the file must try each word, slowly, for each password
// separately. For random tokens token.h is enough.
//
//     pbkdf2-sha256$ITERATIONS$SALT$HASH    salt and hash in hexadecimal digits, 16 and 32 bytes
#pragma once

#include <string>
#include <string_view>

namespace moonroom::secure {

/// Takes some 10 ms of processor time; a plugin's call has 50.
std::string password_hash(std::string_view password);

/// True when `kept` belongs to this password. False for anything that `password_hash` did not
/// write.
bool password_verify(std::string_view password, std::string_view kept);

}  // namespace moonroom::secure
