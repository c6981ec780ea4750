// The result of a call that can fail in normal operation: the value, or a Problem in words. A
// broken system (out of memory, no free descriptors) throws instead.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace moonroom {

/// The reason of a failure: one sentence that a person can act on, without a full stop.
struct Problem {
  std::string what;
};

template <class T>
using Result = tl::expected<T, Problem>;

inline tl::unexpected<Problem> problem(std::string what) {
  return tl::unexpected<Problem>(Problem{std::move(what)});
}

}  // namespace moonroom
