// A disk that fails at a test's command, and records writes. To SQLite it is a VFS
// (https://sqlite.org/vfs.html) that passes all calls on to the system's own, except syncs, which
// tests do not need and which are slow.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace moonroom::store {

class FaultyVfs {
 public:
  /// A recorded operation, in order. The test itself sets marks to separate what happened before
  /// and after.
  struct Step {
    enum class Kind { write, truncate, sync, remove, mark };
    Kind kind = Kind::mark;
    std::string file;
    sqlite3_int64 at = 0;
    std::string bytes;
  };

  FaultyVfs() {
    static int count = 0;
    name_ = "disk-" + std::to_string(++count);
    vfs_ = *parent_;
    vfs_.szOsFile = int(sizeof(File)) + parent_->szOsFile;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.pNext = nullptr;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    sqlite3_vfs_register(&vfs_, 0);
  }
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;
  ~FaultyVfs() { sqlite3_vfs_unregister(&vfs_); }

  const std::string& name() const { return name_; }

  /// Makes the write, sync or truncation of this number (the first is 1) fail with `code`, and all
  /// later ones too if it is `lasting`, until `heal`. A write to a full disk is done in part.
  void fail_at(size_t number, int code, bool lasting) {
    count_ = 0;
    fail_at_ = number;
    code_ = code;
    lasting_ = lasting;
    has_failed_ = false;
  }
  void heal() { fail_at_ = 0; }
  bool has_failed() const { return has_failed_; }

  /// Records all operations from now on.
  void remember() { remembers_ = true; }
  void mark(const std::string& text) { note({Step::Kind::mark, text, 0, ""}); }
  const std::vector<Step>& steps() const { return steps_; }

 private:
  struct File : sqlite3_file {
    FaultyVfs* disk;
    std::string* path;
    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  static FaultyVfs& of(sqlite3_vfs* vfs) { return *static_cast<FaultyVfs*>(vfs->pAppData); }
  static File& of(sqlite3_file* file) { return *static_cast<File*>(file); }

  void note(Step step) {
    if (!remembers_) return;
    const std::lock_guard lock(mutex_);
    steps_.push_back(std::move(step));
  }

  // True when this operation must fail.
  bool strikes() {
    const std::lock_guard lock(mutex_);
    ++count_;
    const bool now = fail_at_ != 0 && (count_ == fail_at_ || (lasting_ && count_ > fail_at_));
    has_failed_ = has_failed_ || now;
    return now;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* raw, int flags, int* out) {
    auto* file = new (raw) File{};
    file->disk = &of(vfs);
    auto* parent = file->disk->parent_;
    const int code = parent->xOpen(parent, name, file->below(), flags, out);
    file->pMethods = code == SQLITE_OK ? &kMethods : nullptr;
    file->path =
        code == SQLITE_OK ? std::make_unique<std::string>(name ? name : "").release() : nullptr;
    return code;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int /*sync*/) {
    auto& disk = of(vfs);
    disk.note({Step::Kind::remove, name, 0, ""});
    return disk.parent_->xDelete(disk.parent_, name, 0);
  }

  static int close(sqlite3_file* raw) {
    auto& file = of(raw);
    const std::unique_ptr<std::string> path(file.path);
    return file.below()->pMethods->xClose(file.below());
  }

  static int write(sqlite3_file* raw, const void* bytes, int size, sqlite3_int64 at) {
    auto& file = of(raw);
    const bool fails = file.disk->strikes();
    const int code = file.disk->code_;
    if (fails && code != SQLITE_FULL) return code;
    if (fails) size /= 2;
    file.disk->note({Step::Kind::write, *file.path, at,
                     std::string(static_cast<const char*>(bytes), size_t(size))});
    const int written = file.below()->pMethods->xWrite(file.below(), bytes, size, at);
    return fails ? code : written;
  }

  static int truncate(sqlite3_file* raw, sqlite3_int64 size) {
    auto& file = of(raw);
    if (file.disk->strikes()) return SQLITE_IOERR_TRUNCATE;
    file.disk->note({Step::Kind::truncate, *file.path, size, ""});
    return file.below()->pMethods->xTruncate(file.below(), size);
  }

  static int sync(sqlite3_file* raw, int /*flags*/) {
    auto& file = of(raw);
    if (file.disk->strikes()) return SQLITE_IOERR_FSYNC;
    file.disk->note({Step::Kind::sync, *file.path, 0, ""});
    return SQLITE_OK;
  }

  static int read(sqlite3_file* raw, void* bytes, int size, sqlite3_int64 at) {
    auto* below = of(raw).below();
    return below->pMethods->xRead(below, bytes, size, at);
  }
  static int size(sqlite3_file* raw, sqlite3_int64* size) {
    auto* below = of(raw).below();
    return below->pMethods->xFileSize(below, size);
  }
  static int lock(sqlite3_file* raw, int level) {
    auto* below = of(raw).below();
    return below->pMethods->xLock(below, level);
  }
  static int unlock(sqlite3_file* raw, int level) {
    auto* below = of(raw).below();
    return below->pMethods->xUnlock(below, level);
  }
  static int check_lock(sqlite3_file* raw, int* out) {
    auto* below = of(raw).below();
    return below->pMethods->xCheckReservedLock(below, out);
  }
  static int control(sqlite3_file* raw, int what, void* value) {
    auto* below = of(raw).below();
    return below->pMethods->xFileControl(below, what, value);
  }
  static int sector(sqlite3_file* raw) {
    auto* below = of(raw).below();
    return below->pMethods->xSectorSize(below);
  }
  static int traits(sqlite3_file* raw) {
    auto* below = of(raw).below();
    return below->pMethods->xDeviceCharacteristics(below);
  }
  static int map(sqlite3_file* raw, int page, int size, int extend, void volatile** out) {
    auto* below = of(raw).below();
    return below->pMethods->xShmMap(below, page, size, extend, out);
  }
  static int map_lock(sqlite3_file* raw, int offset, int count, int flags) {
    auto* below = of(raw).below();
    return below->pMethods->xShmLock(below, offset, count, flags);
  }
  static void barrier(sqlite3_file* raw) {
    auto* below = of(raw).below();
    below->pMethods->xShmBarrier(below);
  }
  static int unmap(sqlite3_file* raw, int remove_it) {
    auto* below = of(raw).below();
    return below->pMethods->xShmUnmap(below, remove_it);
  }

  static constexpr sqlite3_io_methods kMethods = {
      2,       close,  read,   write, truncate, sync,    size,  lock,    unlock, check_lock,
      control, sector, traits, map,   map_lock, barrier, unmap, nullptr, nullptr};

  sqlite3_vfs* parent_ = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs_{};
  std::string name_;
  std::mutex mutex_;
  std::vector<Step> steps_;
  bool remembers_ = false;
  size_t count_ = 0;
  size_t fail_at_ = 0;
  int code_ = 0;
  bool lasting_ = false;
  bool has_failed_ = false;
};

/// The files after a power cut behind the first `count` steps: everything synced is there; of the
/// rest a random part is, sector by sector, in any order.
class PowerCut {
 public:
  PowerCut(const std::vector<FaultyVfs::Step>& steps, size_t count, unsigned seed) : random_(seed) {
    for (size_t i = 0; i < count; ++i) apply_step(steps[i]);
    // Nothing, all, or anything in between.
    const unsigned chance = std::vector<unsigned>{0, 100, 50, 10, 90}[random_() % 5];
    for (auto& [name, file] : files_) {
      for (const auto& step : file.waiting) apply(file.content, step, chance);
      file.waiting.clear();
    }
  }

  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& [name, file] : files_) all[name] = file.content;
    return all;
  }

 private:
  static constexpr size_t kSector = 512;
  struct Half {
    std::string content;
    std::vector<FaultyVfs::Step> waiting;
  };

  void apply_step(const FaultyVfs::Step& step) {
    if (step.kind == FaultyVfs::Step::Kind::mark) return;
    if (step.kind == FaultyVfs::Step::Kind::remove) {
      files_.erase(step.file);
      return;
    }
    auto& file = files_[step.file];
    if (step.kind != FaultyVfs::Step::Kind::sync) return file.waiting.push_back(step);
    for (const auto& each : file.waiting) apply(file.content, each, 100);
    file.waiting.clear();
  }

  void apply(std::string& content, const FaultyVfs::Step& step, unsigned chance) {
    if (step.kind == FaultyVfs::Step::Kind::truncate) {
      if (random_() % 100 < chance) content.resize(size_t(step.at));
      return;
    }
    for (size_t done = 0; done < step.bytes.size();) {
      const auto at = size_t(step.at) + done;
      const auto size = std::min(kSector - at % kSector, step.bytes.size() - done);
      if (random_() % 100 < chance) {
        content.resize(std::max(content.size(), at + size));
        content.replace(at, size, step.bytes, done, size);
      }
      done += size;
    }
  }

  std::mt19937 random_;
  std::map<std::string, Half> files_;
};

}  // namespace moonroom::store
