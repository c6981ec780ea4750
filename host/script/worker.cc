#include "script/worker.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>

#include "jobs/job.h"
#include "process/child.h"
#include "ring/worker_channel.h"
#include "room/bounds.h"
#include "script/plugin_host.h"
#include "script/process_sandbox.h"
#include "script/time_limit.h"

namespace moonroom::script {
namespace {

// Beyond the states' own limits: matchers, patterns, and strings in transit.
constexpr size_t kSpareMemory = 512u << 20;
// The number of plugins that can reach their memory limit at the same time.
constexpr size_t kStates = 32;

// The kernel kills a job that does not stop by itself, a little after its own limit.
constexpr unsigned kJobSeconds = 11;
static_assert(std::chrono::seconds(kJobSeconds) > kJobTime);

// `name` is what `top` and `ps -e` show, at most 15 characters: the program is started as
// /proc/self/exe, and would be shown as "exe".
void begin_life(int parent, const char* name) {
  process::die_with_parent(SIGKILL, parent);
  ::prctl(PR_SET_NAME, name);
  // Ctrl-C at the console and the end of a service signal all processes; the host decides what they
  // mean.
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  // Reads the time zone's file once, while files can be read. Without TZ, as under systemd, the C
  // library would check the file again whenever it formats a time.
  ::setenv("TZ", ":/etc/localtime", 0);
  ::tzset();
}

// The response must fit one record and pass validation. Only many greedy plugins together exceed
// that.
void encode_bounded(ring::Response& response, std::string& record) {
  const bool too_many = response.verdict.actions.size() > room::kMaxActions;
  if (!too_many) encode(response, record);
  if (!too_many && record.size() <= ring::kMaxRecord) return;
  response.verdict.actions.clear();
  response.filter_effects.clear();
  response.details = {};
  response.faults.assign(1,
                         {ring::kNobody, "the plugins together asked for too much on one event"});
  encode(response, record);
}

CallObserver observer_of(ring::WorkerChannel& end) {
  return {[&end](uint32_t plugin) {
            if (plugin == ring::kNobody)
              end.idle();
            else
              end.running(plugin);
          },
          [&end](uint32_t plugin) { return end.counters(plugin); }};
}

// One read gets everything: the request is a file in memory.
std::string read_request() {
  const UniqueFd file(jobs::kRequestDescriptor);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0)
    throw std::system_error(errno, std::generic_category(), "a job's request");
  std::string request(static_cast<size_t>(status.st_size), '\0');
  if (::pread(file.get(), request.data(), request.size(), 0) != status.st_size)
    throw std::system_error(EIO, std::generic_category(), "a job's request");
  return request;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

int run_worker(int parent, const PluginLimits& limits) {
  begin_life(parent, "moonroom-plugin");
  ring::WorkerChannel end{UniqueFd(ring::kHostPage), UniqueFd(ring::kWorkerPage),
                          UniqueFd(ring::kWake)};
  const CpuTimer timer;
  PluginHost host(observer_of(end), limits);
  enter_sandbox({kSpareMemory + kStates * limits.memory, 0, ring::kWake});
  ring::Request request;
  std::string record;
  while (ring::decode(end.next_request(), request)) {
    auto response = host.handle(request);
    encode_bounded(response, record);
    end.send(record);
    if (std::holds_alternative<ring::Shutdown>(request.task)) {
      end.flush();
      ::_exit(0);  // Not exit(): destructors close descriptors, which the sandbox forbids.
    }
  }
  return 1;
}

int run_job(int parent) {
  begin_life(parent, "moonroom-job");
  ring::JobRequest job;
  if (!decode(read_request(), job)) return 1;
  const CpuTimer timer;
  PluginHost host({[](uint32_t) {}, nullptr}, {job.memory, job.open_libraries, kJobTime});
  enter_sandbox({kSpareMemory + job.memory, kJobSeconds, jobs::kResultDescriptor});
  ring::Response response;
  for (const auto& request : job.requests) response = host.handle(request);
  std::string result;
  encode(response, result);
  // Not exit(): destructors stop a timer, which the sandbox forbids.
  ::_exit(write_all(jobs::kResultDescriptor, result) ? 0 : 1);
}

}  // namespace moonroom::script
