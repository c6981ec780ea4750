// Text as a reader counts it: by grapheme clusters (UAX 29), each so many columns wide on a
// terminal. Pure. Text must be valid UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moonroom::terminal {

/// Where the cluster ends that begins at `at`, which is in front of the end of `text`.
size_t cluster_after(std::string_view text, size_t at);

/// Where the cluster begins that ends at `at`; 0 when there is none.
size_t cluster_before(std::string_view text, size_t at);

/// 2 for a Chinese character and an emoji, also one made of several, 0 for a mark that stands
/// alone.
size_t columns_of_cluster(std::string_view cluster);

size_t columns_of_text(std::string_view text);

/// The longest beginning of `text` that is at most so many columns wide.
std::string_view columns_prefix(std::string_view text, size_t columns);

/// What may stand in a line that is being typed: blanks for tabs and line ends, no other control
/// characters, bytes that are no UTF-8 replaced.
std::string typable(std::string_view bytes);

}  // namespace moonroom::terminal
