// The packets of a preflight.
#include <fmt/format.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "server/preflight.h"

namespace moonroom::server {
namespace {

using nlohmann::json;

// A path can contain any byte; invalid UTF-8 is replaced.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<wire::Endpoint> endpoint_in(const json& value) {
  const auto endpoint = wire::parse_endpoint(value.get<std::string>());
  return endpoint ? std::optional(*endpoint) : std::nullopt;
}

// Nullopt when the packet is no JSON, or a field is missing or has the wrong type.
template <class Read>
auto read_packet(std::string_view packet, Read read)
    -> std::optional<decltype(read(std::declval<const json&>()))> {
  try {
    return read(json::parse(packet));
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::string encode(const PreflightRequest& request) {
  json value = {{"nonce", request.nonce},
                {"lock", request.lock},
                {"activated", request.activated},
                {"metrics", request.metrics ? to_string(*request.metrics) : ""},
                {"sockets", json::array()}};
  for (const auto& socket : request.sockets) value["sockets"].push_back(to_string(socket));
  return dump(value);
}

std::optional<PreflightRequest> decode_preflight_request(std::string_view packet) {
  return read_packet(packet, [](const json& value) {
    PreflightRequest request{value.at("nonce"), value.at("lock"), {}, value.at("activated"), {}};
    request.metrics = endpoint_in(value.at("metrics"));
    for (const auto& each : value.at("sockets"))
      if (const auto socket = endpoint_in(each)) request.sockets.push_back(*socket);
    return request;
  });
}

std::string encode(const PreflightReport& report) {
  json value = {{"nonce", report.nonce}, {"version", report.version}, {"failed", json::array()}};
  auto text = dump(value);
  for (const auto& failed : report.failed) {
    value["failed"].push_back({{"path", failed.path}, {"reason", failed.reason}});
    auto longer = dump(value);
    if (longer.size() > kMaxPreflightPacket) break;
    text = std::move(longer);
  }
  return text;
}

std::optional<PreflightReport> decode_preflight_report(std::string_view packet) {
  return read_packet(packet, [](const json& value) {
    PreflightReport report{value.at("nonce"), value.at("version"), {}};
    for (const auto& each : value.at("failed"))
      report.failed.push_back({each.at("path"), each.at("reason")});
    return report;
  });
}

std::string identity_of_file(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return {};
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
}

}  // namespace moonroom::server
