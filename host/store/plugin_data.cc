#include "store/plugin_data.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/bytes.h"

namespace moonroom::store {

namespace fs = std::filesystem;

fs::path PluginData::path_of(const std::string& plugin) const {
  return folder_ / (plugin + ".data");
}

const Table& PluginData::of(const std::string& plugin) {
  const auto [place, is_new] = tables_.try_emplace(plugin);
  if (!is_new || folder_.empty()) return place->second;
  std::ifstream in(path_of(plugin), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  ByteReader reader(bytes);
  auto value = reader.value();
  if (reader.at_end() && value.table()) place->second = std::move(std::get<Table>(value.data));
  return place->second;
}

void PluginData::keep(const std::string& plugin, const std::string& key, Value value) {
  of(plugin);
  auto& fields = tables_[plugin].fields;
  if (value.is_nil())
    fields.erase(key);
  else
    fields.insert_or_assign(key, std::move(value));
  changed_.insert(plugin);
}

Result<void> PluginData::commit() {
  if (folder_.empty()) changed_.clear();
  while (!changed_.empty()) {
    auto written = write(*changed_.begin());
    if (!written) return written;
    changed_.erase(changed_.begin());
  }
  return {};
}

Result<void> PluginData::write(const std::string& plugin) const {
  std::error_code error;
  const auto path = path_of(plugin);
  auto fresh = path;
  fresh += ".new";
  fs::create_directories(folder_, error);
  if (!error) fs::permissions(folder_.parent_path(), fs::perms::owner_all, error);
  std::string bytes;
  ByteWriter(bytes).value(tables_.at(plugin));
  std::ofstream out(fresh, std::ios::binary);
  out << bytes;
  out.close();
  if (out && !error) fs::rename(fresh, path, error);
  if (out && !error) return {};
  return problem(fmt::format("what plugins keep cannot be written to {}: {}", path.string(),
                             error ? error.message() : "the disk may be full"));
}

}  // namespace moonroom::store
