// A public key in a form that people can compare: "SHA256:" and the base64 of the key's SHA-256, 50
// letters in all, as ssh prints it. The hash covers the key alone (SubjectPublicKeyInfo, RFC 5280),
// so the certificate around it can change.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "secure/handle.h"

namespace moonroom::secure {

std::string fingerprint_of(const CertificateHandle& certificate);

/// Parses a typed fingerprint; "SHA256:" is optional, and base64 padding is allowed.
Result<std::string> parse_fingerprint(std::string_view text);

}  // namespace moonroom::secure
