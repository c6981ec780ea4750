#include "admin/host_question.h"

#include <poll.h>

#include <chrono>

#include "admin/attach.h"
#include "admin/console_server.h"

namespace moonroom::admin {
namespace {

constexpr auto kAnswerPatience = std::chrono::seconds(5);

}  // namespace

Result<std::optional<std::string>> HostQuestion::ask(std::string_view question) {
  if (!admin::send_to_host(host_.get(), question)) return std::nullopt;
  ++asked_;
  const auto until = std::chrono::steady_clock::now() + kAnswerPatience;
  while (std::chrono::steady_clock::now() < until) {
    admin::ConsoleMessage message;
    switch (admin::receive_from_host(host_.get(), message)) {
      case admin::ReceiveResult::end:
        return std::nullopt;
      case admin::ReceiveResult::nothing_yet:
        wait();
        break;
      case admin::ReceiveResult::message:
        if (message.farewell) return problem(message.text);
        if (!message.completions && message.answered == asked_) return std::move(message.text);
    }
  }
  return problem("the host does not answer on its console");
}

void HostQuestion::wait() const {
  pollfd readable{host_.get(), POLLIN, 0};
  ::poll(&readable, 1, 100);
}

std::optional<std::filesystem::path> plugins_of_host(const std::filesystem::path& data) {
  if (data.empty()) return std::nullopt;
  auto host = admin::reach_host(console_socket(data));
  if (!host) return std::nullopt;
  const auto answer = HostQuestion(std::move(*host)).ask("/plugin folder");
  if (!answer || !*answer || !(*answer)->starts_with('/')) return std::nullopt;
  std::filesystem::path folder = (*answer)->substr(0, (*answer)->find('\n'));
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return std::nullopt;
  return folder;
}

}  // namespace moonroom::admin
