#include "script/worker.h"

#include <signal.h>
#include <sys/resource.h>

#include <ctime>
#include <string>
#include <variant>

#include "process/child.h"
#include "ring/worker_end.h"
#include "script/plugin_host.h"

namespace moonroom::script {
namespace {

// Live data of a busy plugin is a few hundred kilobytes; LuaJIT collects lazily, so a factor on
// top.
constexpr size_t kPluginMemory = 32u << 20;

void limit_resources() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  // Ctrl-C at the console and the end of a service reach all processes; the relay decides what they
  // mean.
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
}

// What is encoded must fit one record. Only many greedy plugins at once get there.
void encode_bounded(ring::Answer& answer, std::string& record) {
  encode(answer, record);
  if (record.size() <= ring::kMaxRecord) return;
  answer.verdict.actions.clear();
  answer.details = {};
  answer.faults.assign(1, {ring::kNobody, "the plugins together asked for too much on one event"});
  encode(answer, record);
}

}  // namespace

int run_worker(int parent) {
  process::die_with_parent(SIGKILL, parent);
  limit_resources();
  // The time zone's file is read once, before anybody asks for the time.
  ::tzset();
  ring::WorkerEnd end{UniqueFd(ring::kRelayPage), UniqueFd(ring::kWorkerPage),
                      UniqueFd(ring::kWake)};
  PluginHost host(
      [&](uint32_t plugin) {
        if (plugin == ring::kNobody)
          end.idle();
        else
          end.running(plugin);
      },
      kPluginMemory);
  std::string record;
  while (true) {
    const auto question = ring::decode_question(end.next_question());
    if (!question) return 1;
    auto answer = host.answer(*question);
    encode_bounded(answer, record);
    end.answer(record);
    if (std::holds_alternative<ring::Farewell>(question->task)) {
      end.flush();
      return 0;
    }
  }
}

}  // namespace moonroom::script
