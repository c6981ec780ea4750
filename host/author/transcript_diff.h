// What a person was to hear and what he heard, side by side, for those who read a test that failed.
#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace moonroom::author {

/// `who` was to hear `expected` among `heard`: the lines aligned, a caret below the first letter
/// that differs when one line came close.
std::string compare(std::string_view who, std::string_view expected,
                    const std::deque<std::string>& heard);

}  // namespace moonroom::author
