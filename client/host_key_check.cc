#include "client/host_key_check.h"

#include <fmt/format.h>

#include "client/xdg_paths.h"
#include "secure/fingerprint.h"

namespace moonroom::client {

Result<HostKeyCheck::Meeting> HostKeyCheck::check(const std::string& fingerprint) {
  if (!settings_.pin.empty()) return compare_with_pin(fingerprint);
  if (settings_.known_hosts.empty()) return Meeting::first;
  secure::KnownHosts hosts(settings_.known_hosts);
  const auto memory = hosts.recall(settings_.host, fingerprint);
  if (!memory) return tl::unexpected(memory.error());
  switch (memory->verdict) {
    case secure::KnownHosts::Verdict::known:
      return Meeting::again;
    case secure::KnownHosts::Verdict::changed:
      return problem(alarm(fingerprint, *memory));
    case secure::KnownHosts::Verdict::unknown:
      break;
  }
  make_private(settings_.known_hosts.parent_path());
  const auto remembered = hosts.remember(settings_.host, fingerprint);
  if (remembered) return Meeting::first;
  problem_with_memory_ = remembered.error().what;
  return Meeting::forgotten;
}

Result<HostKeyCheck::Meeting> HostKeyCheck::compare_with_pin(const std::string& fingerprint) const {
  const auto pinned = secure::parse_fingerprint(settings_.pin);
  if (!pinned) return tl::unexpected(pinned.error());
  if (*pinned == fingerprint) return Meeting::again;
  return problem(fmt::format(fmt::runtime(phrase(Phrase::wrong_pin, settings_.language)),
                             settings_.host, fingerprint, *pinned));
}

std::string HostKeyCheck::alarm(const std::string& fingerprint,
                                const secure::KnownHosts::Memory& memory) const {
  return fmt::format(fmt::runtime(phrase(Phrase::changed_key, settings_.language)), settings_.host,
                     fingerprint, memory.fingerprint, settings_.known_hosts.string(), memory.line);
}

std::filesystem::path known_hosts_place() {
  const auto folder = config_folder();
  return folder.empty() ? folder : folder / "known_hosts";
}

}  // namespace moonroom::client
