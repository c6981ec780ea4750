// A prepared statement that finalizes itself. Bind, then `run`, or `step` through its rows. Both
// reset it, except a `step` that returned a row: call `reset` then. Bound values stay bound. It
// must not outlive its Database.
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
  /// Takes ownership.
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  /// Parameters are counted from 1. All values are copied; integers beyond 63 bits are stored as
  /// negative ones and read back unchanged.
  void bind(int place, int64_t number);
  void bind(int place, uint64_t number) { bind(place, static_cast<int64_t>(number)); }
  void bind(int place, WallTime time) { bind(place, int64_t{time.time_since_epoch().count()}); }
  void bind(int place, std::string_view text);
  void bind_blob(int place, std::string_view bytes);

  /// True when there is a row.
  Outcome<bool> step();
  /// Runs to the end and ignores all rows.
  Outcome<void> run();
  void reset();
  /// The number of rows that the latest run inserted or deleted.
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
  // The first failed binding, reported by the next step.
  int bound_ = 0;
};

}  // namespace moonroom::store
