#include "client/input_line.h"

#include "base/overloaded.h"
#include "client/input_text.h"
#include "client/json_renderer.h"

namespace moonroom::client {

InputLine read_line(const terminal::Line& line, const InputSource& source) {
  if (!source.json && is_goodbye_of(line.text, source)) return {InputLine::Kind::leave};
  if (source.interactive && is_blank(line.text) && !line.pasted) return {};
  if (!source.json && !line.whole) return {InputLine::Kind::too_long};
  return read_answer(line, source);
}

InputLine read_answer(const terminal::Line& line, const InputSource& source) {
  if (!source.json) return {InputLine::Kind::text, line.text};
  const auto order = order_in_json(line.text);
  if (!order) return {InputLine::Kind::not_understood};
  return std::visit(Overloaded{
                        [](const Say& it) {
                          return InputLine{InputLine::Kind::text, it.text};
                        },
                        [](const Enter& it) {
                          return InputLine{InputLine::Kind::text, it.name};
                        },
                        [](const Unlock& it) {
                          return InputLine{InputLine::Kind::text, it.password};
                        },
                        [](const Leave&) { return InputLine{InputLine::Kind::leave}; },
                        [](const Mark&) { return InputLine(); },
                    },
                    *order);
}

bool is_goodbye_of(const std::string& line, const InputSource& source) {
  return is_goodbye(line, source.classic && source.interactive);
}

}  // namespace moonroom::client
