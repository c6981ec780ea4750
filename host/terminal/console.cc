#include "terminal/console.h"

#include <unistd.h>

#include "terminal/plain_lines.h"
#include "terminal/terminal.h"
#include "terminal/tty.h"

namespace moonroom::terminal {

std::unique_ptr<Console> Console::open() {
  if (can_edit(STDIN_FILENO, STDOUT_FILENO)) return std::make_unique<Terminal>();
  return open_plain();
}

std::unique_ptr<Console> Console::open_plain(size_t longest) {
  return std::make_unique<PlainLines>(longest);
}

}  // namespace moonroom::terminal
