// Formats events for a terminal: time stamps, day lines, a column of names in colours, mentions of
// the user's name in bold. Own lines look like those of others, with a bold name. Further rows of a
// line are indented to its text (terminal/wrapping.h).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "client/colours.h"
#include "client/people.h"
#include "client/plain_renderer.h"

namespace moonroom::client {

class TerminalRenderer : public PlainRenderer {
 public:
  struct Settings {
    Language language = Language::english;
    Colours colours = Colours::none;
    bool timestamps = true;
    /// Ring the bell at a mention.
    bool bell = false;
    /// The client uses the classic protocol.
    bool classic = false;
    /// In columns: names up to this width are aligned.
    size_t widest_name = 12;
  };
  using Clock = std::function<WallTime()>;

  /// `people` must outlive the renderer; `clock` provides the time of own lines.
  TerminalRenderer(const Settings& settings, const KnownPeople& people, Clock clock);

  std::string heard(const MessageReceived& heard) override;
  std::string connection(const Connection& connection) override;
  std::string said(const std::string& line) override;
  std::string unread() override;
  void called(const std::string& name) override { name_ = name; }

 protected:
  std::string notice(const std::string& words) override;

 private:
  std::string head(WallTime time);
  std::string padding(std::string_view name);
  std::string in_column(const MessageReceived& heard, const std::string& line);

  Settings settings_;
  const KnownPeople& people_;
  Clock clock_;
  std::string name_;
  /// Width of the name column: that of the widest name shown.
  size_t column_ = 0;
  /// The date of the last line shown.
  std::string date_;
};

}  // namespace moonroom::client
