// The rules for names; docs/protocol.md describes them, and room/look.h compares names. Pure. The
// raw name must be valid UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "room/event.h"
#include "room/look.h"

namespace moonroom::room {

/// Enough for a full name in any script, and short enough to fit before a line.
constexpr size_t kMaxNameLength = 32;

/// `raw` as names are stored and shown: in NFC (UAX 15), without emoji variation selectors. Else
/// the reason: `invalid`, `colon`, `bare` or `mixed`.
tl::expected<std::string, NameConflict> check_name(std::string_view raw);

/// The same without the reason.
std::optional<std::string> normal_name(std::string_view raw);

}  // namespace moonroom::room
