#include "metrics/http_endpoint.h"

#include <fmt/format.h>
#include <microhttpd.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cstdarg>
#include <string_view>
#include <utility>

#include "metrics/http_host.h"
#include "net/tcp_listener.h"

namespace moonroom::metrics {
namespace {

using Response = std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)>;

constexpr int kBacklog = 64;

// A request is a few lines; a longer one is refused.
constexpr size_t kRequestBytes = 8192;

// Bounds the work of one turn; the rest of a slow connection's answer is sent later.
constexpr int kRounds = 8;

// Bounds the connections that one turn accepts.
constexpr int kAcceptsAtOnce = 64;

constexpr auto kPause = std::chrono::seconds(1);

constexpr const char* kPlain = "text/plain; charset=utf-8";
constexpr const char* kMetrics = "text/plain; version=0.0.4; charset=utf-8";

constexpr unsigned kMisdirected = 421;
constexpr std::string_view kWhere = "the metrics are at /metrics\n";
constexpr std::string_view kForeign =
    "this host is asked under an address, localhost, or its own name; "
    "--metrics-name NAME adds one\n";

// The library calls once for the head of a request, for each piece of its body, and at its end;
// only then can it be answered.
int head_seen = 0;

MHD_Result answer(MHD_Connection* connection, unsigned status, const char* type,
                  std::string_view text) {
  const Response response(MHD_create_response_from_buffer(
                              text.size(), const_cast<char*>(text.data()), MHD_RESPMEM_MUST_COPY),
                          MHD_destroy_response);
  if (!response) return MHD_NO;
  MHD_add_response_header(response.get(), MHD_HTTP_HEADER_CONTENT_TYPE, type);
  MHD_add_response_header(response.get(), MHD_HTTP_HEADER_CONNECTION, "close");
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response.get(), MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  return MHD_queue_response(connection, status, response.get());
}

int descriptor_of(MHD_Connection* connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

// HTTP/1.0 has no such header; every browser sends it.
bool is_for_us(MHD_Connection* connection, const std::vector<std::string>& names) {
  const char* host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
  return !host || is_own_host(host, names);
}

// Never logs a stranger's bytes.
void log_nothing(void*, const char*, va_list) {}

void watch(int events, int descriptor, bool readable, int operation) {
  epoll_event event{};
  if (readable) event.events = EPOLLIN;
  event.data.fd = descriptor;
  ::epoll_ctl(events, operation, descriptor, &event);
}

}  // namespace

struct MetricsEndpoint::Calls {
  static MHD_Result on_request(void* closure, MHD_Connection* connection, const char* url,
                               const char* method, const char*, const char*, size_t* body,
                               void** state) {
    const bool ended = std::exchange(*state, &head_seen) && *body == 0;
    *body = 0;
    if (!ended) return MHD_YES;
    auto& desk = *static_cast<RequestContext*>(closure);
    desk.places.mark_answered(descriptor_of(connection), desk.now);
    return reply(desk, connection, url, method);
  }

  static MHD_Result reply(const RequestContext& desk, MHD_Connection* connection,
                          std::string_view url, std::string_view method) {
    if (!is_for_us(connection, desk.names))
      return answer(connection, kMisdirected, kPlain, kForeign);
    if (method != MHD_HTTP_METHOD_GET && method != MHD_HTTP_METHOD_HEAD)
      return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, kPlain, "use GET or HEAD\n");
    if (url == "/metrics") return answer(connection, MHD_HTTP_OK, kMetrics, desk.page());
    return answer(connection, url == "/" ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND, kPlain, kWhere);
  }

  static void on_connection(void* closure, MHD_Connection* connection, void**,
                            MHD_ConnectionNotificationCode what) {
    auto& desk = *static_cast<RequestContext*>(closure);
    const int descriptor = descriptor_of(connection);
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
      desk.places.add(descriptor, desk.now);
    else
      desk.places.remove(descriptor);
  }

  static Daemon start(RequestContext& desk, const HttpPlaces::Limits& limits) {
    return Daemon(
        MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG, 0, nullptr,
                         nullptr, &Calls::on_request, &desk, MHD_OPTION_EXTERNAL_LOGGER,
                         &log_nothing, nullptr, MHD_OPTION_NOTIFY_CONNECTION, &Calls::on_connection,
                         &desk, MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(limits.most + 1),
                         MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                         kRequestBytes, MHD_OPTION_END),
        MHD_stop_daemon);
  }
};

Result<MetricsEndpoint> MetricsEndpoint::open(const wire::Endpoint& where, Page page,
                                              std::vector<std::string> names,
                                              const HttpPlaces::Limits& limits) {
  auto listener = net::listen_for_connections(where, kBacklog);
  if (!listener) return problem("no metrics: " + listener.error().what);
  auto desk = std::make_unique<RequestContext>(
      RequestContext{std::move(page), std::move(names), HttpPlaces(limits)});
  auto daemon = Calls::start(*desk, limits);
  UniqueFd events(::epoll_create1(EPOLL_CLOEXEC));
  if (!daemon || !events)
    return problem(fmt::format("no metrics at {}: HTTP does not start", to_string(where)));
  watch(events.get(), listener->get(), true, EPOLL_CTL_ADD);
  watch(events.get(), MHD_get_daemon_info(daemon.get(), MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, true,
        EPOLL_CTL_ADD);
  return MetricsEndpoint(std::move(desk), *std::move(listener), std::move(events),
                         std::move(daemon));
}

void MetricsEndpoint::serve(SteadyTime now) {
  context_->now = now;
  if (pause_until_ && now >= *pause_until_) listen(true);
  close_overdue(now);
  if (!pause_until_) accept_all(now);
  run(now);
}

void MetricsEndpoint::accept_all(SteadyTime now) {
  for (int accepted = 0; accepted < kAcceptsAtOnce; ++accepted) {
    auto next = net::accept_connection(listener_.get());
    if (next.is_exhausted) {
      listen(false);
      pause_until_ = now + kPause;
    }
    if (!next.socket) return;
    make_place();
    // The daemon closes the socket from now on, even if it refuses it.
    MHD_add_connection(daemon_.get(), next.socket.release(), next.from.get(), next.from.size);
    // Answer a short request before a flood of later connections can evict it.
    MHD_run(daemon_.get());
  }
}

void MetricsEndpoint::make_place() {
  for (int round = 0; round < kRounds; ++round) {
    const auto evicted = context_->places.to_evict();
    if (!evicted) return;
    net::hang_up(*evicted);
    MHD_run(daemon_.get());
  }
}

// A listener that cannot accept would wake the loop again and again.
void MetricsEndpoint::listen(bool on) {
  watch(events_.get(), listener_.get(), on, EPOLL_CTL_MOD);
  if (on) pause_until_.reset();
}

void MetricsEndpoint::close_overdue(SteadyTime now) {
  for (const int descriptor : context_->places.pop_overdue(now)) net::hang_up(descriptor);
}

void MetricsEndpoint::run(SteadyTime now) {
  due_.reset();
  const auto add = [this](std::optional<SteadyTime> due) {
    if (due) due_ = std::min(due_.value_or(*due), *due);
  };
  for (int round = 0; round < kRounds; ++round) {
    MHD_run(daemon_.get());
    MHD_UNSIGNED_LONG_LONG milliseconds = 0;
    const bool waits = MHD_get_timeout(daemon_.get(), &milliseconds) == MHD_YES;
    if (waits && milliseconds == 0 && round + 1 < kRounds) continue;
    if (waits) add(now + std::chrono::milliseconds(milliseconds));
    break;
  }
  add(context_->places.next_due());
  add(pause_until_);
}

wire::Endpoint MetricsEndpoint::local() const {
  return net::local_endpoint(listener_.get());
}

}  // namespace moonroom::metrics
