// What a call returns that may fail in normal life: the value, or a Problem in words.
// A broken system (no memory, a descriptor table that is full) throws instead.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace moonroom {

/// Why something did not work: one sentence that a person can act on, no full stop.
struct Problem {
  std::string what;
};

template <class T>
using Result = tl::expected<T, Problem>;

inline tl::unexpected<Problem> problem(std::string what) {
  return tl::unexpected<Problem>(Problem{std::move(what)});
}

}  // namespace moonroom
