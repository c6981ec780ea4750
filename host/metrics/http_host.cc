#include "metrics/http_host.h"

#include <algorithm>
#include <optional>

#include "wire/endpoint.h"

namespace moonroom::metrics {
namespace {

struct HostAndPort {
  std::string_view host;
  bool bracketed = false;
};

bool is_port(std::string_view text) {
  constexpr size_t kDigits = 5;
  return text.size() <= kDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<HostAndPort> split(std::string_view text) {
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && end == std::string_view::npos) return std::nullopt;
  const auto host = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  const auto rest = text.substr(std::min(text.size(), bracketed ? end + 1 : end));
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
  return HostAndPort{host, bracketed};
}

std::string folded(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string low(name);
  for (auto& letter : low)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return low;
}

}  // namespace

bool is_own_host(std::string_view host, const std::vector<std::string>& names) {
  const auto parts = split(host);
  if (!parts || parts->host.empty()) return false;
  const auto address = wire::parse_address(parts->host);
  if (address) return address->is_v4() != parts->bracketed;
  if (parts->bracketed) return false;
  const auto name = folded(parts->host);
  return name == "localhost" || std::any_of(names.begin(), names.end(), [&](const auto& own) {
           return !own.empty() && folded(own) == name;
         });
}

}  // namespace moonroom::metrics
