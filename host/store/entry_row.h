// How an entry of the room's log is kept on disk.
#pragma once

#include <optional>

#include "room/log.h"
#include "store/statement.h"

namespace moonroom::store {

/// The columns that `bind_entry` and `read_entry` mean, in their order.
inline constexpr const char* kEntryColumns =
    "number, time, kind, sender, text, line, audience, members";

/// How many those are: whoever binds more begins behind them.
inline constexpr int kEntryFields = 8;

void bind_entry(Statement& insert, const room::Entry& entry);

/// Nothing when the row makes no sense: an entry whose audience cannot be told is for nobody.
std::optional<room::Entry> read_entry(const Statement& row);

}  // namespace moonroom::store
