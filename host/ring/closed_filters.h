// The set of events that a plugin refuses while it cannot judge them (`fail = "closed"`), and how
// to find it in the source of a file that does not load. Pure.
//
// The source is read lexically: `fail = "closed"` (or `["fail"] = ...`) outside comments and
// strings. A file that computes `fail` is recognised only after it has loaded once.
#pragma once

#include <string_view>

#include "room/event.h"

namespace moonroom::ring {

struct ClosedFilters {
  bool join = false;
  bool message = false;

  bool any() const { return join || message; }
  /// The event is in the set.
  bool covers(const room::Event& event) const;
  ClosedFilters& operator|=(ClosedFilters other);
  bool operator==(const ClosedFilters&) const = default;

  static void fields(auto& it, auto& visit) { visit(it.join, it.message); }
};

/// The filters that `source` names, if it says closed; all filters when it names none.
ClosedFilters closed_filters_in(std::string_view source);

}  // namespace moonroom::ring
