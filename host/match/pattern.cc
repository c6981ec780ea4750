#include "match/pattern.h"

#include <fmt/format.h>

#include <utility>

namespace moonroom::match {
namespace {

// For one pattern's program and its automata together. Beyond it RE2 gets slower, but stays linear.
constexpr int64_t kMemory = 512 << 10;

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Result<Pattern> Pattern::build(std::string_view pattern, bool ignore_case) {
  if (pattern.size() > kMaxBytes)
    return problem(fmt::format("the pattern is longer than {} bytes", kMaxBytes));
  re2::RE2::Options options;
  options.set_max_mem(kMemory);
  options.set_log_errors(false);
  options.set_case_sensitive(!ignore_case);
  auto expression = std::make_unique<re2::RE2>(piece(pattern), options);
  if (!expression->ok()) return problem(expression->error());
  return Pattern(std::move(expression));
}

std::optional<Pattern::Match> Pattern::find(std::string_view text, size_t from) const {
  std::vector<re2::StringPiece> groups(static_cast<size_t>(expression_->NumberOfCapturingGroups()) +
                                       1);
  if (!expression_->Match(piece(text), from, text.size(), re2::RE2::UNANCHORED, groups.data(),
                          static_cast<int>(groups.size())))
    return std::nullopt;
  Match match;
  for (const auto& group : groups)
    match.push_back(group.data() ? std::optional(std::string_view(group.data(), group.size()))
                                 : std::nullopt);
  return match;
}

Result<std::string> Pattern::replace(std::string_view text, std::string_view with,
                                     int& count) const {
  std::string wrong;
  if (!expression_->CheckRewriteString(piece(with), &wrong)) return problem(wrong);
  std::string changed(text);
  count = re2::RE2::GlobalReplace(&changed, *expression_, piece(with));
  return changed;
}

}  // namespace moonroom::match
