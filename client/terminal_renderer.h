// For a person at a terminal: time stamps, day lines, names in a column, a colour for each, bold
// where one is named oneself. One's own lines stand as those of others do, with a bold name.
// Further rows of a line begin where its text does (terminal/wrapping.h).
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
    /// Rings where one is named oneself.
    bool bell = false;
    /// The room is spoken with by plain text.
    bool classic = false;
    /// In columns: names up to this width are aligned.
    size_t widest_name = 12;
  };
  using Clock = std::function<WallTime()>;

  /// `people` must outlive the style; `clock` tells when something of our own is said.
  TerminalRenderer(const Settings& settings, const KnownPeople& people, Clock clock);

  std::string heard(const Heard& heard) override;
  std::string connection(const Connection& connection) override;
  std::string said(const std::string& line) override;
  std::string unread() override;
  void called(const std::string& name) override { name_ = name; }

 protected:
  std::string notice(const std::string& words) override;

 private:
  std::string head(WallTime time);
  std::string padding(std::string_view name);
  std::string in_column(const Heard& heard, const std::string& line);

  Settings settings_;
  const KnownPeople& people_;
  Clock clock_;
  std::string name_;
  /// How wide the column of names is: as the widest that was shown.
  size_t column_ = 0;
  /// The date of what was shown last.
  std::string date_;
};

}  // namespace moonroom::client
