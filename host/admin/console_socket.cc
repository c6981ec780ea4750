#include "admin/console_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace moonroom::admin {
namespace {

namespace fs = std::filesystem;

// Connections that wait while the host is busy with one turn.
constexpr int kBacklog = 16;

// Makes files that are created during its life private to their owner.
class Umask {
 public:
  explicit Umask(mode_t denied) : before_(::umask(denied)) {}
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;
  ~Umask() { ::umask(before_); }

 private:
  mode_t before_;
};

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

Result<sockaddr_un> address_of(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& name = path.native();
  if (name.size() >= sizeof(address.sun_path))
    return problem(fmt::format("the path {} is too long for a socket: {} bytes of at most {}", name,
                               name.size(), sizeof(address.sun_path) - 1));
  std::memcpy(address.sun_path, name.data(), name.size());
  return address;
}

UniqueFd make_socket(int flags) {
  UniqueFd made(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0));
  if (!made) throw std::system_error(errno, std::generic_category(), "socket");
  return made;
}

// The error, or 0.
template <class Call>
int try_with(Call call, const UniqueFd& socket, const sockaddr_un& address) {
  const auto* plain = reinterpret_cast<const sockaddr*>(&address);
  return call(socket.get(), plain, static_cast<socklen_t>(sizeof(address))) == 0 ? 0 : errno;
}

// Removes only a socket without a listener.
Result<void> clear_place(const fs::path& path, const sockaddr_un& address) {
  std::error_code ignored;
  if (!fs::is_socket(fs::symlink_status(path, ignored))) return {};
  const int error = try_with(::connect, make_socket(SOCK_NONBLOCK), address);
  if (error == 0 || error == EAGAIN)
    return problem(
        fmt::format("another host runs with the data in {}", path.parent_path().string()));
  if (error == ECONNREFUSED) ::unlink(path.c_str());
  return {};
}

Result<UniqueFd> listen_at(const fs::path& path, const sockaddr_un& address) {
  auto listener = make_socket(SOCK_NONBLOCK);
  const Umask owner_only(S_IXUSR | S_IRWXG | S_IRWXO);
  int error = try_with(::bind, listener, address);
  if (error == 0 && ::listen(listener.get(), kBacklog) != 0) error = errno;
  if (error == 0) return listener;
  return problem(fmt::format("cannot make the socket {}: {}", path.string(), reason_of(error)));
}

Result<void> make_folder(const fs::path& folder) {
  const Umask owner_only(S_IRWXG | S_IRWXO);
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return {};
  return problem(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
}

}  // namespace

Result<UniqueFd> listen_for_consoles(const fs::path& socket) {
  const auto address = address_of(socket);
  if (!address) return tl::unexpected(address.error());
  const auto made = make_folder(socket.parent_path());
  if (!made) return tl::unexpected(made.error());
  const auto cleared = clear_place(socket, *address);
  if (!cleared) return tl::unexpected(cleared.error());
  return listen_at(socket, *address);
}

Result<UniqueFd> reach_host(const fs::path& socket) {
  const auto address = address_of(socket);
  if (!address) return tl::unexpected(address.error());
  auto link = make_socket(0);
  const int error = try_with(::connect, link, *address);
  if (error == 0) return link;
  if (error == ENOENT || error == ENOTDIR || error == ECONNREFUSED)
    return problem(fmt::format(
        "no host is running with the data in {} (start one, or name its folder with --data)",
        socket.parent_path().string()));
  return problem(fmt::format("cannot attach to {}: {}", socket.string(), reason_of(error)));
}

}  // namespace moonroom::admin
