// What counts as a name. docs/protocol.md has the rules in words; who looks like whom is
// room/look.h's. Pure. The raw name must be valid UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "room/event.h"
#include "room/look.h"

namespace moonroom::room {

/// Long enough for a full name in any script, short enough to stand before a line.
constexpr size_t kMaxNameLength = 32;

/// `raw` as names are kept and shown: in NFC (UAX 15), without what chooses between two pictures of
/// an emoji. Else why it is no name: `invalid`, `colon`, `bare` or `mixed`.
tl::expected<std::string, NameConflict> check_name(std::string_view raw);

/// The same without the reason.
std::optional<std::string> normal_name(std::string_view raw);

}  // namespace moonroom::room
