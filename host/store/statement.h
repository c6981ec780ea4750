// A prepared statement that finalizes itself. Bind, then `run`, or `step` through its rows; either
// leaves it ready for the next use, except after a `step` that has come upon a row: `reset` then.
// What is bound stays bound. It must not outlive its Database.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/moment.h"
#include "store/failure.h"

struct sqlite3_stmt;

namespace moonroom::store {

class Statement {
 public:
  Statement() = default;
  /// Takes it over.
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  /// Places are counted from 1. All are copied; whole numbers beyond 63 bits turn negative and
  /// come back as they were.
  void bind(int place, int64_t number);
  void bind(int place, uint64_t number) { bind(place, static_cast<int64_t>(number)); }
  void bind(int place, WallTime time) { bind(place, int64_t{time.time_since_epoch().count()}); }
  void bind(int place, std::string_view text);
  void bind_blob(int place, std::string_view bytes);

  /// True: there is a row.
  Outcome<bool> step();
  /// To the end, past all rows.
  Outcome<void> run();
  void reset();
  /// How many rows the latest run inserted or deleted.
  uint64_t changes() const;

  /// Columns are counted from 0; a view is valid until the next step.
  int64_t number(int column) const;
  uint64_t count(int column) const { return static_cast<uint64_t>(number(column)); }
  WallTime time(int column) const { return WallTime(WallTime::duration(number(column))); }
  std::string_view bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  void note(int code) {
    if (bound_ == 0) bound_ = code;
  }

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  // The first failure to bind, told by the next step.
  int bound_ = 0;
};

}  // namespace moonroom::store
