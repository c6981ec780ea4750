// A public key in a form that people compare: "SHA256:" and the base64 of the key's SHA-256, 50
// letters in all, as ssh prints its own. What is hashed is the key alone (SubjectPublicKeyInfo, RFC
// 5280), so a certificate around it may change.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "secure/handle.h"

namespace moonroom::secure {

std::string fingerprint_of(const CertificateHandle& certificate);

/// What somebody typed, in the form above: without "SHA256:" or with base64's padding will do, too.
Result<std::string> parse_fingerprint(std::string_view text);

}  // namespace moonroom::secure
