// The check that an installed program makes of itself before it takes over a running room. The old
// host starts it with its own arguments and `--preflight`. The check reads options and files,
// inspects the data, and starts a plugin worker in the real sandbox, but opens no room and changes
// nothing.
//
// Both sides exchange JSON over the descriptor kPreflightDescriptor, one packet each way
// (SOCK_SEQPACKET): first the request, then the report, which is sent only when all is well. On any
// failure the process prints the reason to standard error and exits with a status other than 0. A
// program without `--preflight` (an older moonroomd) refuses the option, and so opens no second
// room.
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

/// What the running host has, and a successor would inherit.
struct PreflightRequest {
  /// Random for each check: only a program that has read the request can repeat it.
  std::string nonce;
  /// Device and inode of the lock that the host holds.
  std::string lock = {};
  std::vector<wire::Endpoint> sockets = {};
  /// systemd has opened the sockets.
  bool activated = false;
  /// The metrics address of the running host.
  std::optional<wire::Endpoint> metrics = {};
};

struct PreflightReport {
  std::string nonce;
  std::string version;
  /// Lua files that do not load, by path, and why.
  struct Failed {
    std::string path;
    std::string reason;
  };
  std::vector<Failed> failed;
};

std::string encode(const PreflightRequest& request);
std::optional<PreflightRequest> decode_preflight_request(std::string_view packet);
/// Fits a packet: leaves out failed files that do not fit.
std::string encode(const PreflightReport& report);
std::optional<PreflightReport> decode_preflight_report(std::string_view packet);

/// "DEVICE:INODE" of an open file; empty when there is none.
std::string identity_of_file(int descriptor);

/// Runs the check; returns the exit status.
int run_preflight(const config::Options& options);

}  // namespace moonroom::server
