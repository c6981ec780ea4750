#include "admin/table.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "admin/process_table.h"
#include "logging/log.h"

using namespace moonroom::admin;
using namespace moonroom::logging;

TEST_CASE("columns are aligned by what a terminal shows") {
  CHECK(to_table({{"NAME", "X"}, {"张三", "1"}, {"a", "2"}}) == "NAME  X\n张三  1\na     2");
  CHECK(to_table({}).empty());
}

TEST_CASE("columns of numbers are aligned to the right, other columns are not") {
  CHECK(to_table({{"NAME", "N", "TEXT", "TIME"}, {"a", "1", "x", "9 s"}, {"12", "345", "", "10 s"}},
                 {"N", "TIME"}) ==
        "NAME    N  TEXT  TIME\n"
        "a       1  x      9 s\n"
        "12    345        10 s");
  CHECK(to_table({{"数字"}, {"7"}}, {"数字"}) == "数字\n   7");
  CHECK(to_table({{"N"}, {"1", "more"}, {"22"}}, {"N"}) == " N\n 1  more\n22");
}

TEST_CASE("an event is one line of the log, whatever is in it") {
  CHECK(on_one_line("oops\n\tat line 3\n\nend") == "oops | at line 3 |  | end");
  CHECK(on_one_line("\x1b[31mred") == "␛[31mred");
  CHECK(on_one_line("").empty());
}

TEST_CASE("times are formatted for people") {
  using namespace std::chrono_literals;
  CHECK(to_words(59s) == "59 s");
  CHECK(to_words(61s) == "1 min");
  CHECK(to_words(2h + 5min) == "2 h 5 min");
}

TEST_CASE("processes stand below their headings, numbers to the right") {
  CHECK(process_table({process_heading(), {"relay", "7", "yes", "5 s", "0", "3.4 MB", "0.10 s"}}) ==
        "PROCESS  PID  ALIVE  AGE  RESTARTS  MEMORY     CPU\n"
        "relay      7  yes    5 s         0  3.4 MB  0.10 s");
}

TEST_CASE("a process that is there has a row, one that is not says so") {
  CHECK(process_row("me", static_cast<int>(::getpid()), 0)[2] == "yes");
  CHECK(process_row("nobody", -1, 3) == Row{"nobody", "-", "no", "-", "3", "-", "-"});
}
