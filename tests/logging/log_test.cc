#include "logging/log.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "text/text.h"

using namespace moonroom;

namespace {

// A log that keeps its lines for the test.
struct Log {
  std::vector<std::string> lines;
  config::Options options;
  logging::HostLog log;

  explicit Log(config::LogFormat format)
      : options(with(format)),
        log(
            options, [this](std::string_view line) { lines.emplace_back(line); }, nullptr) {}

  static config::Options with(config::LogFormat format) {
    config::Options options;
    options.log_format = format;
    return options;
  }
  std::string written(std::string_view plugin, const std::string& text) {
    lines.clear();
    log.plugin_line(plugin, {0, text, ""});
    REQUIRE(lines.size() == 1);
    return lines.front();
  }
};

// Every single byte, at each end of a name, and texts of arbitrary bytes.
std::vector<std::string> odd_texts() {
  std::vector<std::string> texts = {"",
                                    "\xef\xbb\xbf",
                                    "\xed\xa0\x80",
                                    "\xf4\x90\x80\x80",
                                    "\xe2\x80\xae"
                                    "forged",
                                    "\xe2\x80\xa8"
                                    "line",
                                    "\xc2\x85"
                                    "next"};
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    for (auto& text : {one, "a" + one, one + "a", one + one + "\xe4"}) texts.push_back(text);
  }
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    std::string text(random() % 40, '\0');
    for (auto& c : text) c = static_cast<char>(random());
    texts.push_back(std::move(text));
  }
  return texts;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

TEST_CASE("any name and text of a plugin is one line of valid text without control characters") {
  for (const auto format : {config::LogFormat::text, config::LogFormat::json}) {
    Log log(format);
    for (const auto& odd : odd_texts()) {
      for (const auto& line :
           {log.written(odd, "said"), log.written("p", odd), log.written(odd, odd)}) {
        CAPTURE(line);
        CHECK_FALSE(has_control(line));
        CHECK(text::is_visible(line));
        if (format == config::LogFormat::json) CHECK(nlohmann::json::accept(line));
      }
    }
  }
}

TEST_CASE("a line of JSON has the plugin and its text") {
  Log log(config::LogFormat::json);
  const auto line = nlohmann::json::parse(log.written("bo\"t", "a\tb\nc\xff"));
  CHECK(line["plugin"] == "bo\"t");
  CHECK(line["message"] == "a b | c\xef\xbf\xbd");
}
