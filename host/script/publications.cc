#include "script/publications.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace moonroom::script {
namespace {

// Stops two plugins that answer each other forever.
constexpr int kMaxDelivered = 64;

void notify_subscribers(PluginContext& plugins, ResponseBuilder& response,
                        const Publication& publication, const std::string& publisher) {
  for (const auto& plugin : plugins.chain.plugins()) {
    if (plugin->id() == publication.publisher || plugins.chain.is_excluded(*plugin) ||
        !plugin->callbacks().has_subscribers(publication.topic))
      continue;
    const auto called = plugins.chain.run(
        plugin->id(), [&] { return plugin->on_publication(publication, publisher); });
    if (!called) response.fault(*plugin, "subscribe: " + called.error().what);
  }
}

}  // namespace

void deliver_publications(PluginContext& plugins, ResponseBuilder& response) {
  std::map<uint32_t, int> delivered;
  auto& waiting = plugins.queue.publications;
  while (!waiting.empty()) {
    const auto publication = std::move(waiting.front());
    waiting.pop_front();
    const auto* publisher = plugins.chain.find(publication.publisher);
    if (!publisher) continue;
    const int count = ++delivered[publisher->id()];
    if (count == kMaxDelivered + 1)
      response.fault(*publisher,
                     fmt::format("more than {} publications for one event", kMaxDelivered));
    if (count <= kMaxDelivered)
      notify_subscribers(plugins, response, publication, publisher->name());
  }
}

}  // namespace moonroom::script
