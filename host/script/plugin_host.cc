#include "script/plugin_host.h"

#include <utility>

#include "base/overloaded.h"
#include "script/event_handler.h"
#include "script/publications.h"

namespace moonroom::script {

PluginHost::PluginHost(CallObserver observer, PluginLimits limits)
    : plugins_{.limits = limits, .chain = {std::move(observer), limits.call_time}},
      loader_(plugins_) {}

ring::Response PluginHost::handle(const ring::Request& request) {
  ResponseBuilder response(request.number);
  plugins_.chain.exclude(request.without);
  plugins_.queue.now = request.time;
  std::visit(
      Overloaded{
          [&](const room::Event& event) { handle_event(request, event, response); },
          [&](const ring::PluginSource& file) { loader_.load(file, response); },
          [&](const ring::Unload& gone) { loader_.unload(gone.id, gone.why, response); },
          [&](const ring::MemberSync& it) { plugins_.queue.members.add(it.member).present = true; },
          [&](const ring::HistorySync& past) {
            for (const auto& entry : past.entries) plugins_.queue.remember(entry);
          },
          [&](const ring::Shutdown&) { loader_.unload_all(response); },
          [&](const ring::RunJob& work) { loader_.run_job(work, response); },
          [&](const ring::BenchCommand& it) { bench(it); },
      },
      request.task);
  deliver_publications(plugins_, response);
  return response.finish(plugins_.queue.drain());
}

void PluginHost::handle_event(const ring::Request& request, const room::Event& event,
                              ResponseBuilder& response) {
  const bool refuses = request.refuse || loader_.lacks_filter_for(event);
  EventHandler handler(plugins_, response, refuses, request.line);
  std::visit([&](const auto& it) { handler.handle(it); }, event);
}

void PluginHost::bench(const ring::BenchCommand& bench) {
  if (auto* plugin = plugins_.chain.find(bench.id)) plugin->bench_command(bench.name);
}

}  // namespace moonroom::script
