#include "logging/log.h"

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "terminal/tty.h"
#include "text/text.h"

namespace moonroom::logging {
namespace {

// The length of the timestamp before each line.
constexpr size_t kStampBytes = 20;

LogBudget::Limits limits_of(const config::Options& options) {
  LogBudget::Limits limits;
  limits.day_bytes = options.plugin_logs;
  return limits;
}

class ShowSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit ShowSink(HostLog::Show show) : show_(std::move(show)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    show_(std::string_view(line.data(), line.size() - 1));
  }
  void flush_() override {}

  HostLog::Show show_;
};

// Never blocks on a slow or vanished reader: lines that do not fit are dropped and counted.
class ErrorOutput {
 public:
  explicit ErrorOutput(config::LogFormat format) : format_(format) {}

  void operator()(std::string_view line) {
    auto text = std::string(line) + '\n';
    if (dropped_ > 0 && format_ == config::LogFormat::text)
      text = fmt::format("… {} lines of the log were dropped\n", dropped_) + text;
    if (terminal::write_if_ready(STDERR_FILENO, text))
      dropped_ = 0;
    else
      ++dropped_;
  }

 private:
  config::LogFormat format_;
  uint64_t dropped_ = 0;
};

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (!line.empty()) line += " | ";
    const auto part = text.substr(0, end);
    line += text::visible(part.substr(std::min(part.find_first_not_of(" \t"), part.size())));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

HostLog::HostLog(const config::Options& options, Show show, Show also)
    : format_(options.log_format),
      keeps_files_(!options.data.empty()),
      files_(options.data / "logs"),
      budget_(limits_of(options)),
      file_budget_(limits_of(options)) {
  if (!show) show = ErrorOutput(format_);
  auto sink = std::make_shared<ShowSink>(std::move(show));
  logger_ = std::make_shared<spdlog::logger>("moonroomd", std::move(sink));
  if (also) logger_->sinks().push_back(std::make_shared<ShowSink>(std::move(also)));
  logger_->set_level(spdlog::level::from_str(options.log_level));
  logger_->set_pattern(format_ == config::LogFormat::json
                           ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                           : "%Y-%m-%d %H:%M:%S.%e %l %v");
  logger_->flush_on(spdlog::level::info);
}

void HostLog::write(spdlog::level::level_enum level, std::string_view plugin,
                    std::string_view text) {
  const auto line = on_one_line(text);
  const auto name = on_one_line(plugin);
  if (format_ == config::LogFormat::json) {
    nlohmann::json fields = {{"message", line}};
    if (!name.empty()) fields["plugin"] = name;
    const auto dumped = fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    logger_->log(level, "{}", std::string_view(dumped).substr(1, dumped.size() - 2));
  } else if (name.empty()) {
    logger_->log(level, "{}", line);
  } else {
    logger_->log(level, "{}: {}", name, line);
  }
}

void HostLog::note(const ring::Note& note) {
  switch (note.level) {
    case ring::Note::Level::information:
      return information(note.text);
    case ring::Note::Level::warning:
      return warning(note.text);
    case ring::Note::Level::error:
      return error(note.text);
  }
}

void HostLog::plugin_line(std::string_view plugin, const room::LogLine& line) {
  const auto text = on_one_line(line.text);
  if (!is_within_budget(plugin, line.file, text.size())) return;
  const bool is_filed = keeps_files_ && !line.file.empty() && files_.add(line.file, text, time_);
  if (!is_filed) write(spdlog::level::info, plugin, text);
}

// Lines in the host's own log have a separate budget.
bool HostLog::is_within_budget(std::string_view plugin, const std::string& file, size_t bytes) {
  auto& budget = file.empty() ? budget_ : file_budget_;
  const auto verdict = budget.spend(plugin, bytes + kStampBytes, time_.steady);
  if (!verdict.notice.empty()) write(spdlog::level::warn, plugin, verdict.notice);
  return verdict.allowed;
}

// Batched: a write for each line would cost as much as delivering it to a few members.
void HostLog::flush() {
  if (!keeps_files_ || !files_.flush(time_)) return;
  if (files_.problem().empty())
    information("plugins' logs are written again");
  else
    error("plugins' logs wait in memory: " + files_.problem());
}

}  // namespace moonroom::logging
