// Which events a file refuses while it cannot judge them (`fail = "closed"`), and what its source
// says about that when it does not load. Pure.
//
// The source is read lexically: `fail = "closed"` (or `["fail"] = ...`) outside comments and texts.
// A file that computes `fail` is not recognised, until it has loaded once.
#pragma once

#include <string_view>

#include "room/event.h"

namespace moonroom::ring {

struct ClosedFilters {
  bool join = false;
  bool message = false;

  bool any() const { return join || message; }
  /// The event is one of those.
  bool covers(const room::Event& event) const;
  ClosedFilters& operator|=(ClosedFilters other);
  bool operator==(const ClosedFilters&) const = default;
};

/// The filters that `source` names, if it says closed. All of them when it names none.
ClosedFilters closed_filters_in(std::string_view source);

}  // namespace moonroom::ring
