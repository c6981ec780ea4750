// A program under remote control: it reads orders from standard input, one a line, and answers each
// with a line on standard output, until its input ends.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <iostream>
#include <string>

namespace moonroom::support {

/// `idle` is called before each order and returns when there is input.
inline void obey_orders(const std::function<void()>& idle,
                        const std::function<std::string(const std::string&)>& obey) {
  std::string order;
  for (idle(); std::getline(std::cin, order); idle()) {
    fmt::print("{}\n", obey(order));
    std::fflush(stdout);
  }
}

}  // namespace moonroom::support
