// Text in grapheme clusters (UAX 29) and terminal columns. The only place that measures text; used
// by tables, the line editor, wrapped lines and names. Pure. Text should be valid UTF-8; each
// invalid byte counts as one replacement character.
#pragma once

#include <cstddef>
#include <string_view>

namespace moonroom::text {

/// The end of the cluster that begins at `at`, which must be before the end of `text`.
size_t cluster_after(std::string_view text, size_t at);

/// The beginning of the cluster that ends at `at`; 0 when there is none.
size_t cluster_before(std::string_view text, size_t at);

/// 2 for a wide character (East Asian Width W and F) and for an emoji, also a composed one; 0 for
/// control characters and for marks without a base; else 1, also where the width is ambiguous.
size_t columns_of_cluster(std::string_view cluster);

size_t columns_of_text(std::string_view text);

/// The longest prefix of `text` that is at most so many columns wide.
std::string_view columns_prefix(std::string_view text, size_t columns);

}  // namespace moonroom::text
