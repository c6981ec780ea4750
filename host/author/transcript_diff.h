// Compares what a person in a test should have received with what they received, for the report of
// a failed test.
#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace moonroom::author {

/// `who` should have received `expected` among `heard`: the aligned lines, with a caret below the
/// first difference when one line came close.
std::string compare(std::string_view who, std::string_view expected,
                    const std::deque<std::string>& heard);

}  // namespace moonroom::author
