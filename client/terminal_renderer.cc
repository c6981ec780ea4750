#include "client/terminal_renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "client/calendar.h"
#include "client/input_text.h"
#include "client/mentions.h"
#include "terminal/wrapping.h"
#include "text/graphemes.h"

namespace moonroom::client {
namespace {

// ECMA-48, 8.3.117 (SGR). Faint and bold are not colours: NO_COLOR does not disable them.
constexpr std::string_view kFaint = "\x1b[2m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kNormal = "\x1b[22m";
constexpr std::string_view kBell = "\a";
using terminal::kHang;

// Before a message that was missed, and after the name of a member of the classic protocol, which
// is only authenticated by address.
constexpr std::string_view kReplayed = "↺ ";
constexpr std::string_view kUnproved = "?";

std::string faint(std::string_view text) {
  return std::string(kFaint).append(text).append(kNormal);
}

bool is_about_presence(const MessageReceived& heard, const std::string& line) {
  if (!heard.kind.empty())
    return heard.kind == "join" || heard.kind == "leave" || heard.kind == "lost" ||
           heard.kind == "back";
  return !who_came(line).empty() || !who_left(line).empty();
}

std::string_view who_came_or_left(std::string_view line) {
  const auto came = who_came(line);
  return came.empty() ? who_left(line) : came;
}

// Where the text begins after a name: "：你好", ": hi", " joined the room".
size_t text_begin(std::string_view rest) {
  constexpr size_t kMaxSeparator = 12;
  const auto beginning = rest.substr(0, kMaxSeparator);
  size_t at = std::string_view::npos;
  for (const std::string_view colon : {":", "："})
    if (const auto found = beginning.find(colon); found != std::string_view::npos)
      at = std::min(at, found + colon.size());
  if (at == std::string_view::npos) at = 0;
  return at < rest.size() && rest[at] == ' ' ? at + 1 : at;
}

}  // namespace

TerminalRenderer::TerminalRenderer(const Settings& settings, const KnownPeople& people, Clock clock)
    : PlainRenderer(settings.language, settings.timestamps),
      settings_(settings),
      people_(people),
      clock_(std::move(clock)),
      date_(date_of(local_time(clock_()))) {}

// The transport is worth a line after the join.
std::string TerminalRenderer::connection(const Connection& connection) {
  using State = Connection::State;
  if (connection.state == State::entered && settings_.classic)
    return notice(std::string(phrase(Phrase::in_clear, settings_.language)));
  if (connection.state == State::met || connection.state == State::recognized ||
      connection.state == State::not_remembered)
    return notice(words_of(connection, settings_.language));
  return PlainRenderer::connection(connection);
}

std::string TerminalRenderer::head(WallTime time) {
  if (!settings_.timestamps) return {};
  const auto local = local_time(time);
  std::string out;
  auto date = date_of(local);
  if (date != date_)
    out = faint(fmt::format("── {} {} ──", day_of_week(local.tm_wday, settings_.language), date)) +
          '\n';
  date_ = std::move(date);
  return out + faint(time_of_day(time)) + ' ';
}

std::string TerminalRenderer::heard(const MessageReceived& raw) {
  const auto heard = visible(raw);
  const auto line = line_of(heard);
  const auto speaker = heard.from.empty() ? speaker_of(line) : std::string_view(heard.from);
  const auto before = head(heard.time) + (heard.replayed ? faint(kReplayed) : "");
  const auto shown = in_column(heard, line);
  if (is_about_presence(heard, line)) return before + faint(shown);
  const auto said = line.starts_with(speaker) ? line.substr(speaker.size()) : line;
  if (speaker == name_ || !mentions(said, name_)) return before + shown;
  return fmt::format("{}{}{}{}{}", before, kBold, shown, kNormal, settings_.bell ? kBell : "");
}

// Aligns names to the right, so that all texts begin in one column.
std::string TerminalRenderer::padding(std::string_view name) {
  const auto columns = std::min(text::columns_of_text(name), settings_.widest_name);
  column_ = std::max(column_, columns);
  return std::string(column_ - columns, ' ');
}

// The line as the room words it. Only a known name at its beginning is put into the column.
std::string TerminalRenderer::in_column(const MessageReceived& heard, const std::string& line) {
  const bool presence = is_about_presence(heard, line);
  const auto guess = presence ? who_came_or_left(line) : speaker_of(line);
  const auto name = heard.from.empty() ? std::string(guess) : heard.from;
  const bool known = !heard.from.empty() || presence || people_.has(name);
  if (name.empty() || !known || !line.starts_with(name)) return kHang + line;
  const auto mark = heard.by_text_member && !presence ? faint(kUnproved) : "";
  const auto rest = std::string_view(line).substr(name.size());
  const auto text = text_begin(rest);
  return padding(name) + (presence ? name : coloured(name, settings_.colours)) + mark +
         std::string(rest.substr(0, text)) + kHang + std::string(rest.substr(text));
}

std::string TerminalRenderer::said(const std::string& line) {
  return fmt::format("{}{}{}{}{}: {}{}", head(clock_()), padding(name_), kBold, name_, kNormal,
                     kHang, to_show(line));
}

std::string TerminalRenderer::unread() {
  return faint(fmt::format("──────── {} ────────", phrase(Phrase::unread, settings_.language)));
}

std::string TerminalRenderer::notice(const std::string& words) {
  return head(clock_()) + "*** " + kHang + words;
}

}  // namespace moonroom::client
