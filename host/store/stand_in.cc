#include "store/stand_in.h"

#include <filesystem>
#include <system_error>

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;

// Escapes characters with a meaning in a URI.
std::string escaped(const std::string& path) {
  std::string uri;
  for (const char letter : path) {
    if (letter == '%' || letter == '?' || letter == '#')
      uri += letter == '%' ? "%25" : letter == '?' ? "%3f" : "%23";
    else
      uri += letter;
  }
  return uri;
}

bool has_log(const std::string& file) {
  std::error_code error;
  const auto size = fs::file_size(file + "-wal", error);
  return !error && size > 0;
}

// With a log, in exclusive mode, the index is in memory; the folder's lock replaces the file's.
// Without a log SQLite looks for no other file.
Outcome<Database> open_untouched(const std::string& file) {
  const bool log = has_log(file);
  const auto uri = "file:" + escaped(file) + (log ? "?vfs=unix-none" : "?immutable=1");
  auto database = Database::open(uri, Database::Access::read_only_uri, "");
  if (!database) return database;
  database->leave_log();
  if (auto run = database->run("PRAGMA locking_mode = EXCLUSIVE"); log && !run)
    return tl::unexpected(run.error());
  return database;
}

}  // namespace

Outcome<Database> stand_in_for(const std::string& file) {
  auto memory = Database::open(kInMemory, Database::Access::read_write, "");
  std::error_code error;
  if (!memory || fs::file_size(file, error) == 0 || error) return memory;
  auto original = open_untouched(file);
  if (!original) return original;
  if (auto copied = original->copy_to(*memory); !copied) return tl::unexpected(copied.error());
  return memory;
}

Outcome<std::string> content_mark(Database& database) {
  return database.ask(
      "SELECT (SELECT count(*) || ' ' || ifnull(max(number), 0) FROM entries) || ' ' || "
      "(SELECT count(*) FROM seats) || ' ' || (SELECT count(*) FROM bans) || ' ' || "
      "(SELECT count(*) FROM kept)");
}

}  // namespace moonroom::store
