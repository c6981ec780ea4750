#include "server/source_loader.h"

#include <fmt/format.h>

#include <utility>

namespace moonroom::server {

void SourceLoader::load_changes(Moment now) {
  auto changes = sources_.drain_changes();
  for (const auto& wrong : changes.wrong) log_.error(wrong);
  for (const auto& notice : changes.notices) log_.warning(notice);
  for (const auto& path : changes.gone) judge_.unload(path, now);
  for (auto& file : changes.changed) load(std::move(file), now);
}

void SourceLoader::load(ring::PluginSource file, Moment now) {
  file.stored = effects_.stored_data_of(file);
  judge_.load(std::move(file), now);
}

std::string SourceLoader::reload(std::string_view name, Moment now) {
  const auto* plugin = judge_.find_by_name(name);
  if (!plugin) return fmt::format("there is no plugin {}; /plugin list lists them", name);
  auto file = sources_.read_again(plugin->file);
  if (!file) return file.error().what;
  load(std::move(*file), now);
  return {};
}

}  // namespace moonroom::server
