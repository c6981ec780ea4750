#include "store/failure.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <system_error>

namespace moonroom::store {
namespace {

// The low byte is the kind; the bits above it tell which step failed.
constexpr int kind_of(int code) {
  return code < 0 ? code : code & 0xff;
}

}  // namespace

bool Failure::is_damage() const {
  return kind_of(code) == SQLITE_CORRUPT || kind_of(code) == SQLITE_NOTADB;
}

bool Failure::is_unwritable() const {
  const int kind = kind_of(code);
  return kind == SQLITE_FULL || kind == SQLITE_IOERR || kind == SQLITE_READONLY ||
         kind == SQLITE_CANTOPEN;
}

tl::unexpected<Failure> failure_of(sqlite3* database) {
  Failure failure{sqlite3_extended_errcode(database), sqlite3_errmsg(database)};
  const int error = sqlite3_system_errno(database);
  const int kind = kind_of(failure.code);
  if (error != 0 && (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN))
    failure.detail += ": " + std::generic_category().message(error);
  return tl::unexpected(std::move(failure));
}

Problem in_words(const Failure& failure, const std::filesystem::path& file) {
  const auto name = file.string();
  switch (kind_of(failure.code)) {
    case Failure::kNewer:
      return {
          fmt::format("{} was made by a newer version of this program: {}; start that one, or "
                      "give this one another folder",
                      name, failure.detail)};
    case Failure::kForeign:
      return {
          fmt::format("{} has content that was not there when the host started: start the host "
                      "again to go on from it (what was said since would be lost)",
                      name)};
    case SQLITE_FULL:
      return {
          fmt::format("the disk is full: {} cannot be written until there is room on it", name)};
    case SQLITE_READONLY:
      return {fmt::format("{} cannot be written: it, its folder or its disk is read-only", name)};
    case SQLITE_IOERR:
      return {fmt::format("the disk fails at {}: {} ({})", name, failure.detail, failure.code)};
    case SQLITE_CANTOPEN:
      return {fmt::format("{} cannot be opened: {}", name, failure.detail)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {fmt::format("another program is writing to {}: close it there", name)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {fmt::format("{} is damaged: {}", name, failure.detail)};
    default:
      return {fmt::format("{}: {} ({})", name, failure.detail, failure.code)};
  }
}

}  // namespace moonroom::store
