// The storage of a log entry on disk.
#pragma once

#include <optional>

#include "room/log.h"
#include "store/statement.h"

namespace moonroom::store {

/// The columns of `bind_entry` and `read_entry`, in order.
inline constexpr const char* kEntryColumns =
    "number, time, kind, sender, text, line, audience, members";

/// The number of these columns; further bindings start after them.
inline constexpr int kEntryFields = 8;

void bind_entry(Statement& insert, const room::Entry& entry);

/// Nullopt for an invalid row: an entry with an unreadable audience is shown to no member.
std::optional<room::Entry> read_entry(const Statement& row);

}  // namespace moonroom::store
