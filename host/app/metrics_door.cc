#include "app/metrics_door.h"

#include <fmt/format.h>
#include <microhttpd.h>

#include <cstdarg>
#include <string_view>
#include <utility>

#include "net/tcp_listener.h"

namespace moonroom::app {
namespace {

using Response = std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)>;

// A monitor asks every few seconds with one connection; more than these wait.
constexpr int kConnections = 16;
constexpr unsigned kSilenceSeconds = 30;

// A request is a few lines; what is longer is refused.
constexpr size_t kRequestBytes = 8192;

// What a slow reader does not take is sent when he does: no turn of the host is spent on him.
constexpr int kRounds = 8;

constexpr const char* kPlain = "text/plain; charset=utf-8";
constexpr const char* kMetrics = "text/plain; version=0.0.4; charset=utf-8";

// The library calls once for the head of a request, for each piece of its body, and at its end,
// which is when it may be answered.
int head_seen = 0;

MHD_Result answer(MHD_Connection* connection, unsigned status, const char* type,
                  std::string_view text) {
  const Response response(MHD_create_response_from_buffer(
                              text.size(), const_cast<char*>(text.data()), MHD_RESPMEM_MUST_COPY),
                          MHD_destroy_response);
  if (!response) return MHD_NO;
  MHD_add_response_header(response.get(), MHD_HTTP_HEADER_CONTENT_TYPE, type);
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response.get(), MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  return MHD_queue_response(connection, status, response.get());
}

MHD_Result hear(void* page, MHD_Connection* connection, const char* url, const char* method,
                const char*, const char*, size_t* body, void** state) {
  const bool ended = std::exchange(*state, &head_seen) && *body == 0;
  *body = 0;
  if (!ended) return MHD_YES;
  const std::string_view verb = method;
  if (verb != MHD_HTTP_METHOD_GET && verb != MHD_HTTP_METHOD_HEAD)
    return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, kPlain, "GET, please\n");
  if (std::string_view(url) != "/metrics")
    return answer(connection, MHD_HTTP_NOT_FOUND, kPlain, "the metrics are at /metrics\n");
  return answer(connection, MHD_HTTP_OK, kMetrics,
                (*static_cast<std::function<std::string()>*>(page))());
}

// Strangers' bytes are never logged.
void say_nothing(void*, const char*, va_list) {}

}  // namespace

Result<MetricsDoor> MetricsDoor::open(const wire::Endpoint& where, Page page) {
  auto listener = net::listen_for_connections(where, kConnections);
  if (!listener) return problem("no metrics: " + listener.error().what);
  auto kept = std::make_unique<Page>(std::move(page));
  Daemon daemon(MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_ERROR_LOG, 0, nullptr, nullptr, &hear,
                                 kept.get(), MHD_OPTION_EXTERNAL_LOGGER, &say_nothing, nullptr,
                                 MHD_OPTION_LISTEN_SOCKET, listener->get(),
                                 MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(kConnections),
                                 MHD_OPTION_CONNECTION_TIMEOUT, kSilenceSeconds,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, kRequestBytes, MHD_OPTION_END),
                MHD_stop_daemon);
  if (!daemon)
    return problem(fmt::format("no metrics at {}: HTTP does not start", to_string(where)));
  // The daemon closes it from now on.
  listener->release();
  return MetricsDoor(std::move(kept), std::move(daemon));
}

int MetricsDoor::descriptor() const {
  return MHD_get_daemon_info(daemon_.get(), MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

void MetricsDoor::serve(SteadyTime now) {
  due_.reset();
  for (int round = 0; round < kRounds; ++round) {
    MHD_run(daemon_.get());
    MHD_UNSIGNED_LONG_LONG milliseconds = 0;
    if (MHD_get_timeout(daemon_.get(), &milliseconds) != MHD_YES) return;
    due_ = now + std::chrono::milliseconds(milliseconds);
    if (milliseconds > 0) return;
  }
}

wire::Endpoint MetricsDoor::local() const {
  return net::local_endpoint(
      MHD_get_daemon_info(daemon_.get(), MHD_DAEMON_INFO_LISTEN_FD)->listen_fd);
}

}  // namespace moonroom::app
