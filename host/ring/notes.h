// The judge's messages for the administrator, until the server takes them. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace moonroom::ring {

struct Note {
  enum class Level { information, warning, error };
  Level level = Level::information;
  std::string text;
};

class Notes {
 public:
  void information(std::string text) { add(Note::Level::information, std::move(text)); }
  void warning(std::string text) { add(Note::Level::warning, std::move(text)); }
  void error(std::string text) { add(Note::Level::error, std::move(text)); }
  std::vector<Note> drain() { return std::exchange(notes_, {}); }

 private:
  void add(Note::Level level, std::string text) { notes_.push_back({level, std::move(text)}); }

  std::vector<Note> notes_;
};

}  // namespace moonroom::ring
