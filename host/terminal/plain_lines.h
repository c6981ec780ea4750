// Plain lines in and out, for pipes and files: no editing, no drawing; `print` writes every byte
// before it returns. Also for a terminal that cannot move its cursor, where a prompt is shown.
#pragma once

#include <utility>

#include "terminal/console.h"

namespace moonroom::terminal {

class PlainLines : public Console {
 public:
  explicit PlainLines(size_t longest);

  std::optional<Line> read_line(std::span<const Source> sources) override;
  void idle(std::span<const Source> sources, int milliseconds) override;
  bool watch(std::span<const Source> sources, std::string_view page, int milliseconds) override;
  void end_watch() override {}
  void print(std::string_view text) override;
  void ask(PromptOptions asking) override { prompt_options_ = std::move(asking); }
  void set_status(std::string_view /*status*/) override {}
  bool output_lost() const override { return output_ended_; }
  bool interactive() const override { return interactive_; }

 private:
  void read_some();
  void write(std::string_view bytes);

  bool interactive_;
  PromptOptions prompt_options_;
  LineBuffer buffer_;
  bool input_ended_ = false;
  /// A write failed: the reader has gone.
  bool output_ended_ = false;
};

}  // namespace moonroom::terminal
