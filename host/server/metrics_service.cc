#include "server/metrics_service.h"

#include <unistd.h>

#include <array>
#include <climits>
#include <utility>

#include "metrics/exposition.h"

namespace moonroom::server {
namespace {

std::string own_host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : std::string();
}

}  // namespace

void MetricsService::open(const std::optional<wire::Endpoint>& where,
                          std::vector<std::string> names, logging::HostLog& log) {
  if (!where) return;
  names.push_back(own_host_name());
  auto endpoint = metrics::MetricsEndpoint::open(
      *where, [this] { return metrics::to_metrics(figures()); }, std::move(names));
  if (!endpoint) return log.warning(endpoint.error().what);
  endpoint_ = std::move(*endpoint);
}

}  // namespace moonroom::server
