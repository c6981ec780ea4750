// The check that an installed program makes of itself before it takes over a running room. The old
// host starts it with its own words and `--preflight`; the check reads options and files, looks at
// the data, and starts a plugin worker behind the real walls, but opens no room and changes
// nothing.
//
// Both sides talk JSON over the descriptor kPreflightDescriptor, a packet each way
// (SOCK_SEQPACKET): the request comes first, the report is sent only when all is well. Whatever
// else happens, the process says why on its standard error and its status is not 0. A program that
// knows no `--preflight` (an older moonroomd) refuses the option, and so opens no second room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/options.h"
#include "wire/endpoint.h"

namespace moonroom::server {

constexpr int kPreflightDescriptor = 3;
/// In bytes.
constexpr size_t kMaxPreflightPacket = 64u << 10;

/// What the running host has, and a successor would go on with.
struct PreflightRequest {
  /// Agreed anew each time: only a program that has read the request can repeat it.
  std::string nonce;
  /// Device and inode of the lock that the host holds.
  std::string lock = {};
  std::vector<wire::Endpoint> sockets = {};
  /// systemd has opened the sockets.
  bool activated = false;
  /// Where the running host was told to answer monitors.
  std::optional<wire::Endpoint> metrics = {};
};

struct PreflightReport {
  std::string nonce;
  std::string version;
  /// Files of Lua that do not load, by path, and why.
  struct Failed {
    std::string path;
    std::string reason;
  };
  std::vector<Failed> failed;
};

std::string encode(const PreflightRequest& request);
std::optional<PreflightRequest> decode_preflight_request(std::string_view packet);
/// Fits a packet: leaves out failed files that do not.
std::string encode(const PreflightReport& report);
std::optional<PreflightReport> decode_preflight_report(std::string_view packet);

/// "DEVICE:INODE" of an open file; empty when there is none.
std::string identity_of_file(int descriptor);

/// The whole life of the check. The status to exit with.
int run_preflight(const config::Options& options);

}  // namespace moonroom::server
