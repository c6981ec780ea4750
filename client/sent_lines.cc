#include "client/sent_lines.h"

#include <fmt/format.h>

namespace moonroom::client {

std::optional<Ending> SentLines::failure(Language language) const {
  if (not_said_ == 0) return std::nullopt;
  // The reason of a single line has been printed.
  if (lines_ == 1) return Ending{kNotSaid, {}};
  const auto words = phrase(Phrase::some_not_said, language);
  return Ending{kNotSaid, fmt::format(fmt::runtime(words), not_said_, lines_)};
}

}  // namespace moonroom::client
