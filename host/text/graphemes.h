// Text as a reader counts it: grapheme clusters (UAX 29), each so many columns wide on a terminal.
// The one place that measures text: tables, the line editor, wrapped lines and names use it. Pure.
// Text should be valid UTF-8; each byte that is not counts as one replacement character.
#pragma once

#include <cstddef>
#include <string_view>

namespace moonroom::text {

/// Where the cluster ends that begins at `at`, which is in front of the end of `text`.
size_t cluster_after(std::string_view text, size_t at);

/// Where the cluster begins that ends at `at`; 0 when there is none.
size_t cluster_before(std::string_view text, size_t at);

/// 2 for a wide character (East Asian Width W and F) and for an emoji, also for one made of
/// several characters; 0 for control characters and for marks without a base; else 1, also where
/// the width is ambiguous.
size_t columns_of_cluster(std::string_view cluster);

size_t columns_of_text(std::string_view text);

/// The longest beginning of `text` that is at most so many columns wide.
std::string_view columns_prefix(std::string_view text, size_t columns);

}  // namespace moonroom::text
