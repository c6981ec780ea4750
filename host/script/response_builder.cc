#include "script/response_builder.h"

#include <utility>

#include "ring/shared_layout.h"
#include "room/bounds.h"
#include "text/text.h"

namespace moonroom::script {

void ResponseBuilder::refuse(std::string_view reason) {
  fail();
  const auto text = text::is_utf8(reason) ? std::string(reason) : text::visible_lines(reason);
  set_reply(text::shortened(text, room::kMaxText));
}

void ResponseBuilder::refuse_by(const Plugin& plugin, std::string_view reason) {
  refuse(reason);
  response_.filter_effects.push_back(
      {plugin.id(), ring::FilterEffect::Kind::refused, response_.verdict.reason});
}

void ResponseBuilder::note_changed(const Plugin& plugin, const std::string& text) {
  response_.filter_effects.push_back({plugin.id(), ring::FilterEffect::Kind::changed, text});
}

// A traceback is a screenful; a longer text was made by the plugin.
void ResponseBuilder::fault(const Plugin& plugin, std::string_view what, std::string_view command) {
  response_.faults.push_back({plugin.id(), text::shortened(what, 4096), std::string(command)});
}

void ResponseBuilder::fault_of_old_version(const Plugin& plugin, std::string_view what) {
  fault(plugin, what);
  response_.faults.back().of_old_version = true;
}

void ResponseBuilder::fault_of_nobody(std::string what) {
  response_.faults.push_back({ring::kNobody, std::move(what)});
}

ring::Response ResponseBuilder::finish(std::vector<room::Action> actions) {
  response_.verdict.actions = std::move(actions);
  return std::move(response_);
}

}  // namespace moonroom::script
