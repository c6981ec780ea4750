#include "client/xdg_paths.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <optional>
#include <string>

#include "client/history_file.h"
#include "client/host_key_check.h"

using namespace moonroom::client;
namespace fs = std::filesystem;

namespace {

// Changes or unsets a variable until the end of a test.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = ::getenv(name)) before_ = before;
    set(value);
  }
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const char* value) const {
    if (value)
      ::setenv(name_, value, 1);
    else
      ::unsetenv(name_);
  }

  const char* name_;
  std::optional<std::string> before_;
};

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("places are where XDG says, or else at home") {
  const Variable home("HOME", "/home/ann");
  const Variable state("XDG_STATE_HOME", "/state");
  const Variable config("XDG_CONFIG_HOME", nullptr);
  CHECK(state_folder() == "/state/moonroom");
  CHECK(config_folder() == "/home/ann/.config/moonroom");
  CHECK(known_hosts_place() == "/home/ann/.config/moonroom/known_hosts");
  CHECK(history_place() == "/state/moonroom/history");
}

TEST_CASE("a relative path is no place, and without any there is none") {
  const Variable home("HOME", "/home/ann");
  const Variable state("XDG_STATE_HOME", "state");
  CHECK(state_folder() == "/home/ann/.local/state/moonroom");
  const Variable config("XDG_CONFIG_HOME", "");
  const Variable nowhere("HOME", nullptr);
  CHECK(state_folder().empty());
  CHECK(config_folder().empty());
  CHECK(known_hosts_place().empty());
  CHECK_FALSE(history_place());
}

TEST_CASE("a folder that is made is for its owner alone, one that is there stays as it is") {
  std::string pattern = fs::temp_directory_path() / "moonroom-XXXXXX";
  const fs::path folder = ::mkdtemp(pattern.data());
  make_private(folder / "a" / "b");
  CHECK(mode_of(folder / "a" / "b") == 0700);
  REQUIRE(::chmod((folder / "a" / "b").c_str(), 0750) == 0);
  make_private(folder / "a" / "b");
  CHECK(mode_of(folder / "a" / "b") == 0750);
  fs::remove_all(folder);
}
