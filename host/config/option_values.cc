#include "config/option_values.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "net/resolve.h"

namespace moonroom::config {
namespace {

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// More than any machine handles; keeps calculations with it from overflowing.
constexpr double kMaxRate = 1e6;
// A hundred years.
constexpr double kMaxHours = 876'000;

}  // namespace

std::string check_hours(const std::string& text) {
  const auto hours = parse_number(text);
  if (hours && *hours > 0 && *hours <= kMaxHours) return {};
  return fmt::format("'{}' is no number of hours: write one above 0, up to {}", text, kMaxHours);
}

Result<std::optional<Rate>> parse_rate(std::string_view text) {
  if (text == "off") return std::optional<Rate>();
  const auto slash = text.find('/');
  const auto rate = parse_number(text.substr(0, slash));
  const auto burst = slash == std::string_view::npos ? std::optional(2 * rate.value_or(0))
                                                     : parse_number(text.substr(slash + 1));
  if (!rate || !burst || !(*rate > 0) || !(*burst >= 1) || *rate > kMaxRate || *burst > kMaxRate)
    return problem(fmt::format("'{}' is no rate: write LINES/BURST, as 20/40, or off", text));
  return std::optional(Rate{*rate, *burst});
}

Result<wire::Endpoint> parse_listen(const std::string& text) {
  auto numeric = wire::parse_endpoint(text);
  if (numeric || text.find_first_not_of("0123456789") == std::string::npos) return numeric;
  return net::resolve(text, kDefaultPort);
}

Result<std::optional<wire::Endpoint>> parse_metrics(const std::string& text) {
  if (text.empty()) return std::optional<wire::Endpoint>();
  const auto port = text.substr(text.front() == ':' ? 1 : 0);
  const bool port_alone = port.find_first_not_of("0123456789") == std::string::npos;
  auto where = wire::parse_endpoint(port_alone ? "127.0.0.1:" + port : text);
  if (!where) return tl::unexpected(where.error());
  return std::optional(*where);
}

// A blank at either end would be invisible.
std::string check_password(const std::string& word) {
  const bool blank = word.empty() || word.front() == ' ' || word.back() == ' ';
  return blank ? "a password neither begins nor ends with a blank" : "";
}

}  // namespace moonroom::config
