#include "admin/trend.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

namespace moonroom::admin {
namespace {

constexpr std::array<std::string_view, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

}  // namespace

void Trend::sample(uint64_t total, SteadyTime now) {
  if (!begun_) {
    begun_ = true;
    step_began_ = now;
    at_beginning_ = total;
  }
  if (now - step_began_ < kStep) return;
  const auto passed = static_cast<size_t>((now - step_began_) / kStep);
  step_began_ += static_cast<int64_t>(passed) * kStep;
  end_step(total - at_beginning_);
  at_beginning_ = total;
  for (size_t quiet = 1; quiet < std::min(passed, kSteps + 1); ++quiet) end_step(0);
}

void Trend::end_step(uint64_t grown) {
  steps_.push_back(grown);
  if (steps_.size() > kSteps) steps_.pop_front();
}

double Trend::per_second(size_t steps) const {
  const auto count = std::min(steps, steps_.size());
  if (count == 0) return 0;
  const auto sum =
      std::accumulate(steps_.end() - static_cast<std::ptrdiff_t>(count), steps_.end(), uint64_t{});
  return static_cast<double>(sum) / (static_cast<double>(count) * kStep.count());
}

std::string sparkline(const std::deque<uint64_t>& values, size_t width) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(values.size(), width));
  const auto begin = values.end() - count;
  const auto highest = count == 0 ? 0 : *std::max_element(begin, values.end());
  std::string line;
  for (auto value = begin; value != values.end(); ++value) {
    // A value above zero is never drawn as zero.
    const auto height = *value == 0 ? 0 : 1 + (*value - 1) * (kBlocks.size() - 1) / highest;
    line += kBlocks.at(std::min<size_t>(height, kBlocks.size() - 1));
  }
  return line;
}

}  // namespace moonroom::admin
