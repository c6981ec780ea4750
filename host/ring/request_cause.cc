#include "ring/request_cause.h"

#include <fmt/format.h>

#include <string_view>
#include <variant>

#include "room/line_reading.h"

namespace moonroom::ring {

std::string cause_of(const Request& request, const room::Members& members) {
  const auto* event = std::get_if<room::Event>(&request.task);
  if (!event) return {};
  if (const auto* joining = std::get_if<room::JoinEvent>(event)) return joining->name;
  const auto* saying = std::get_if<room::MessageEvent>(event);
  const auto* leaving = std::get_if<room::LeaveEvent>(event);
  if (!saying && !leaving) return {};
  const auto who = saying ? saying->who : leaving->who;
  const auto name = members.name_of_admitted(who);
  return name.empty() ? fmt::format("#{}", who) : std::string(name);
}

std::string command_of(const Request& request, const PluginEntry& plugin) {
  const auto* event = std::get_if<room::Event>(&request.task);
  if (!event) return {};
  std::string_view text;
  if (const auto* command = std::get_if<room::AdminCommandEvent>(event)) text = command->text;
  if (const auto* saying = std::get_if<room::MessageEvent>(event)) {
    const auto reading = room::read_as(request.line, saying->text);
    if (!reading.command) return {};
    text = *reading.command;
  }
  const auto name = room::cut_word(text).first;
  return plugin.has_command(name) ? std::string(name) : std::string();
}

}  // namespace moonroom::ring
