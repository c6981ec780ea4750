#include "ring/plugin_lifecycle.h"

namespace moonroom::ring {
namespace {

bool flag_at(const Value& life, std::string_view key) {
  const auto* field = life.field(key);
  return field && *field == Value(true);
}

}  // namespace

Value to_value(const PluginLifecycle& life) {
  Table table;
  table.fields["end"] = life.end ? Value(to_string(*life.end)) : Value("none");
  if (!life.saved.is_nil()) table.fields["saved"] = life.saved;
  table.fields["closed_join"] = life.closed.join;
  table.fields["closed_message"] = life.closed.message;
  return table;
}

void inherit(PluginSource& file, const Value& life) {
  file.closed = {flag_at(life, "closed_join"), flag_at(life, "closed_message")};
  file.saved = Value();
  file.why = LoadReason::fresh;
  if (!life.table()) return;
  const auto end = life.text_at("end");
  file.why = end == to_string(LoadReason::restart)   ? LoadReason::restart
             : end == to_string(LoadReason::upgrade) ? LoadReason::upgrade
                                                     : LoadReason::crash;
  const auto* saved = life.field("saved");
  if (saved && file.why != LoadReason::crash) file.saved = *saved;
}

}  // namespace moonroom::ring
