#include "app/log.h"

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/daily_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "wire/text.h"

namespace moonroom::app {
namespace {

// A month of a class's talk.
constexpr uint16_t kDaysKept = 30;

// More names than this are a plugin gone wrong, not a set of logs.
constexpr size_t kMostFiles = 16;

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

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (!line.empty()) line += " | ";
    const auto part = text.substr(0, end);
    line += wire::visible(part.substr(std::min(part.find_first_not_of(" \t"), part.size())));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

HostLog::HostLog(const Options& options, Show show, Show also)
    : format_(options.log_format), folder_(options.data.empty() ? "" : options.data / "logs") {
  spdlog::sink_ptr sink;
  if (show)
    sink = std::make_shared<ShowSink>(std::move(show));
  else
    sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
  logger_ = std::make_shared<spdlog::logger>("moonroomd", std::move(sink));
  if (also) logger_->sinks().push_back(std::make_shared<ShowSink>(std::move(also)));
  logger_->set_level(spdlog::level::from_str(options.log_level));
  logger_->set_pattern(format_ == LogFormat::json
                           ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                           : "%Y-%m-%d %H:%M:%S.%e %l %v");
  logger_->flush_on(spdlog::level::info);
}

void HostLog::write(spdlog::level::level_enum level, std::string_view plugin,
                    std::string_view text) {
  const auto line = on_one_line(text);
  const auto name = on_one_line(plugin);
  if (format_ == LogFormat::json) {
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
  auto* file = line.file.empty() ? nullptr : daily(line.file);
  if (!file) return write(spdlog::level::info, plugin, line.text);
  file->info("{}", on_one_line(line.text));
  daily_has_lines_ = true;
}

// A write for each line would cost as much as saying it to a few members.
void HostLog::flush() {
  if (!std::exchange(daily_has_lines_, false)) return;
  for (const auto& [name, file] : daily_)
    if (file) file->flush();
}

// Null when nothing is kept on disk or the disk will not have it: the line goes to the log then.
spdlog::logger* HostLog::daily(const std::string& name) {
  if (folder_.empty()) return nullptr;
  const auto found = daily_.find(name);
  if (found != daily_.end()) return found->second.get();
  if (daily_.size() >= kMostFiles) return nullptr;
  auto& logger = daily_[name];
  try {
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_.parent_path(), std::filesystem::perms::owner_all);
    auto sink = std::make_shared<spdlog::sinks::daily_file_sink_st>(
        (folder_ / (name + ".log")).string(), 0, 0, false, kDaysKept);
    logger = std::make_shared<spdlog::logger>(name, std::move(sink));
    logger->set_pattern("%Y-%m-%d %H:%M:%S %v");
  } catch (const std::exception& failure) {
    warning(std::string("plugins' log files are not to be had: ") + failure.what());
  }
  return logger.get();
}

}  // namespace moonroom::app
