#include "client/json_renderer.h"

#include <array>
#include <nlohmann/json.hpp>

#include "client/calendar.h"

namespace moonroom::client {
namespace {

using Object = nlohmann::ordered_json;

constexpr std::array<const char*, 17> kStates = {
    "connecting", "entered", "refused",   "failed",  "unanswered",    "lost",
    "back",       "ended",   "left",      "silent",  "met",           "recognized",
    "elsewhere",  "locked",  "untrusted", "crowded", "not_remembered"};

std::string line_of(const Object& object) {
  return object.dump(-1, ' ', false, Object::error_handler_t::replace);
}

std::optional<std::string> text_in(const Object& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace

std::string JsonRenderer::heard(const MessageReceived& heard) {
  Object object = {{"event", "heard"}, {"line", heard.line}, {"time", universal_time(heard.time)}};
  if (heard.number != 0) object["number"] = heard.number;
  if (!heard.kind.empty()) object["kind"] = heard.kind;
  if (!heard.from.empty()) object["from"] = heard.from;
  if (!heard.text.empty()) object["text"] = heard.text;
  if (heard.replayed) object["replayed"] = true;
  if (heard.by_text_member) object["by_text_member"] = true;
  if (heard.only_for_you) object["only_for_you"] = true;
  return line_of(object);
}

std::string JsonRenderer::connection(const Connection& connection) {
  Object object = {{"event", "connection"},
                   {"state", kStates.at(static_cast<size_t>(connection.state))}};
  if (!connection.words.empty()) object["words"] = connection.words;
  if (connection.unsaid > 0) object["unsaid"] = connection.unsaid;
  return line_of(object);
}

std::string JsonRenderer::missed(const Missed& missed) {
  return line_of({{"event", "missed"}, {"count", missed.count}});
}

std::string JsonRenderer::too_long(const TooLong& line) {
  return line_of(
      {{"event", "not_said"}, {"line", line.line}, {"why", "too-long"}, {"limit", line.limit}});
}

std::string JsonRenderer::answered(const Said& said) {
  Object object = {{"event", "said"}, {"line", said.line}};
  if (said.number != 0) object["number"] = said.number;
  if (said.changed) object["text"] = *said.changed;
  return line_of(object);
}

std::string JsonRenderer::answered(const NotSaid& line) {
  Object object = {{"event", "not_said"}, {"line", line.line}, {"why", line.why}};
  if (!line.words.empty()) object["words"] = line.words;
  return line_of(object);
}

std::string JsonRenderer::muted(const Muted& muted) {
  if (muted.seconds == 0) return line_of({{"event", "unmuted"}});
  return line_of(
      {{"event", "muted"}, {"seconds", muted.seconds}, {"until", universal_time(muted.until)}});
}

std::string JsonRenderer::name_wanted() {
  return line_of({{"event", "name_wanted"}});
}

std::string JsonRenderer::password_wanted() {
  return line_of({{"event", "password_wanted"}});
}

std::string JsonRenderer::not_understood() {
  return line_of({{"event", "not_understood"}});
}

std::optional<Order> order_in_json(std::string_view line) {
  const auto object = Object::parse(line, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  if (auto text = text_in(object, "say")) return Say{std::move(*text)};
  if (auto name = text_in(object, "name")) return Enter{std::move(*name)};
  if (auto word = text_in(object, "password")) return Unlock{std::move(*word)};
  if (object.value("leave", Object()) == true) return Leave{};
  return std::nullopt;
}

}  // namespace moonroom::client
