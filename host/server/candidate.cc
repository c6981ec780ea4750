#include "server/candidate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "logging/log.h"
#include "process/packets.h"

namespace moonroom::server {
namespace {

// A check takes a fraction of a second, or longer on a busy machine.
constexpr auto kCheckPatience = std::chrono::seconds(10);

// Bounds the delay of a program that writes much. Its exit wakes the host at once.
constexpr auto kBetweenPolls = std::chrono::milliseconds(20);

constexpr size_t kMaxWritten = 4096;
constexpr size_t kMaxReason = 600;

constexpr std::string_view kOwnName = "moonroomd: ";

std::string words_of(int error) {
  return std::generic_category().message(error);
}

struct Pipe {
  UniqueFd ours;
  UniqueFd theirs;
};

Pipe open_error_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// O_PATH: neither a FIFO nor a device blocks this call, and a program need not be readable.
Result<UniqueFd> open_program(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!file) return problem(words_of(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return problem(words_of(errno));
  if (!S_ISREG(status.st_mode)) return problem("it is no regular file");
  if (status.st_size == 0) return problem("it is empty");
  return file;
}

// The last line that is not blank, without the program's own name.
std::string reason_in(std::string_view written) {
  std::string reason;
  while (!written.empty()) {
    const auto end = std::min(written.find('\n'), written.size());
    auto line = written.substr(0, end);
    if (line.starts_with(kOwnName)) line.remove_prefix(kOwnName.size());
    if (auto visible = logging::on_one_line(line); !visible.empty()) reason = std::move(visible);
    written.remove_prefix(std::min(end + 1, written.size()));
  }
  if (reason.size() > kMaxReason) reason = logging::on_one_line(reason.substr(0, kMaxReason)) + "…";
  return reason;
}

}  // namespace

Candidate::Candidate(std::string path, UniqueFd program, std::string nonce, SteadyTime now)
    : path_(std::move(path)),
      program_(std::move(program)),
      nonce_(std::move(nonce)),
      deadline_(now + kCheckPatience),
      next_poll_(now + kBetweenPolls) {}

Result<Candidate> Candidate::start(const std::filesystem::path& path,
                                   const std::vector<std::string>& words,
                                   const PreflightRequest& request, SteadyTime now) {
  auto program = open_program(path);
  if (!program) return problem(fmt::format("{}: {}", path.string(), program.error().what));
  Candidate candidate(path, *std::move(program), request.nonce, now);
  auto spawned = candidate.spawn(words, request);
  if (!spawned) return tl::unexpected(spawned.error());
  return candidate;
}

// A system without a free process now can have one later; the room must not end because of that.
Result<void> Candidate::spawn(const std::vector<std::string>& words,
                              const PreflightRequest& request) try {
  auto channel = process::open_packet_ends();
  auto errors = open_error_pipe();
  const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  process::Program program{path_, words, {}, program_.get()};
  program.arguments.emplace_back("--preflight");
  program.descriptors = {{nothing.get(), STDIN_FILENO},
                         {nothing.get(), STDOUT_FILENO},
                         {errors.theirs.get(), STDERR_FILENO},
                         {channel.theirs.get(), kPreflightDescriptor}};
  if (!process::send_packet(channel.ours.get(), encode(request))) return problem(words_of(errno));
  child_ = process::Child::spawn(program);
  channel_ = std::move(channel.ours);
  errors_ = std::move(errors.ours);
  return {};
} catch (const std::system_error& error) {
  return problem(fmt::format("{} cannot be checked: {}", path_, error.what()));
}

std::optional<Result<PreflightReport>> Candidate::poll(SteadyTime now) {
  next_poll_ = now + kBetweenPolls;
  read_errors();
  if (const auto exit = child_.reap()) {
    read_errors();
    return conclude(*exit);
  }
  if (now < deadline_) return std::nullopt;
  child_.finish(std::chrono::milliseconds(0));
  return tl::unexpected(refusal("it did not come to an end of its check"));
}

void Candidate::read_errors() {
  std::array<char, kMaxWritten> bytes{};
  // Bounded: the rest of an endless output is read in later turns.
  for (int i = 0; i < 16; ++i) {
    const auto size = ::read(errors_.get(), bytes.data(), bytes.size());
    if (size <= 0) return;
    written_.append(bytes.data(), static_cast<size_t>(size));
    if (written_.size() > kMaxWritten) written_.erase(0, written_.size() - kMaxWritten);
  }
}

Result<PreflightReport> Candidate::conclude(const process::Exit& exit) {
  if (exit.status != 0) return tl::unexpected(refusal(to_string(exit)));
  const auto packet = process::receive_packet(channel_.get(), kMaxPreflightPacket);
  auto report = decode_preflight_report(packet.value_or(""));
  if (!report || report->nonce != nonce_)
    return tl::unexpected(refusal("it is no moonroomd that can take over a running room"));
  return *std::move(report);
}

// An error of moonroomd explains itself; others get an explanation.
Problem Candidate::refusal(std::string how) const {
  const auto reason = reason_in(written_);
  if (reason.empty()) return {fmt::format("{}: {}", path_, how)};
  const bool own_words = written_.find(kOwnName) != std::string::npos;
  return {own_words ? fmt::format("{} says: {}", path_, reason)
                    : fmt::format("{}: {}; it says: {}", path_, how, reason)};
}

}  // namespace moonroom::server
