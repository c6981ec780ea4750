#include "server/folder_watch.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace moonroom::server {
namespace {

// Longer than an editor takes for one save.
constexpr auto kQuiet = std::chrono::milliseconds(30);

// Reports even a folder that never becomes quiet: a saved file must be live within 200 ms.
constexpr auto kMaxUnrest = std::chrono::milliseconds(120);

// A scan without changes costs a few system calls for each file.
constexpr uint64_t kPatrolMs = 3000;

FolderWatch* watch_of(void* data) {
  return static_cast<FolderWatch*>(data);
}

template <class Handle>
void close(Handle* handle) {
  // The loop owns it from here on.
  uv_close(reinterpret_cast<uv_handle_t*>(handle),
           [](uv_handle_t* closed) { std::unique_ptr<Handle>(reinterpret_cast<Handle*>(closed)); });
}

uv_timer_t* new_timer(uv_loop_t& loop, FolderWatch* owner) {
  auto* timer = std::make_unique<uv_timer_t>().release();
  uv_timer_init(&loop, timer);
  timer->data = owner;
  return timer;
}

}  // namespace

// A folder as it was when its watch began; a replacement of the same name has another identity.
struct FolderWatch::Watched {
  Watched(FolderWatch& watch, const std::string& path, const struct stat& status)
      : owner(watch),
        device(status.st_dev),
        node(status.st_ino),
        own_name(std::filesystem::path(path).filename().string()),
        event(std::make_unique<uv_fs_event_t>().release()) {
    uv_fs_event_init(&owner.loop_, event);
    event->data = this;
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { close(event); }

  // Events about the folder itself carry its own name, or none.
  bool concerns(const char* name) const {
    return names.empty() || !name || own_name == name || names.contains(name);
  }
  bool is_of(const struct stat& status) const {
    return device == status.st_dev && node == status.st_ino;
  }

  FolderWatch& owner;
  dev_t device;
  ino_t node;
  std::string own_name;
  // The names that matter; empty for all.
  std::set<std::string> names;
  uv_fs_event_t* event;
};

FolderWatch::FolderWatch(uv_loop_t& loop, std::function<void()> changed)
    : loop_(loop),
      changed_(std::move(changed)),
      timer_(new_timer(loop, this)),
      patrol_(new_timer(loop, this)) {
  uv_timer_start(
      patrol_, [](uv_timer_t* handle) { watch_of(handle->data)->on_quiet(); }, kPatrolMs,
      kPatrolMs);
}

FolderWatch::~FolderWatch() {
  close(timer_);
  close(patrol_);
}

void FolderWatch::watch(const config::WatchedFolders& folders) {
  watches_all_ = true;
  std::map<std::string, std::unique_ptr<Watched>> watched;
  for (const auto& [path, names] : folders) {
    auto fresh = begin_or_keep(path);
    if (!fresh) continue;
    fresh->names = names;
    watched.emplace(path, std::move(fresh));
  }
  watched_ = std::move(watched);
}

// The existing watch, a new one, or null.
std::unique_ptr<FolderWatch::Watched> FolderWatch::begin_or_keep(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return nullptr;
  const auto known = watched_.find(path);
  if (known != watched_.end() && known->second->is_of(status)) return std::move(known->second);
  auto fresh = std::make_unique<Watched>(*this, path, status);
  const auto noticed = [](uv_fs_event_t* handle, const char* name, int, int) {
    const auto& watched = *static_cast<Watched*>(handle->data);
    if (watched.concerns(name)) watched.owner.on_change();
  };
  if (uv_fs_event_start(fresh->event, noticed, path.c_str(), 0) == 0) return fresh;
  watches_all_ = false;
  return nullptr;
}

void FolderWatch::on_change() {
  const auto now = std::chrono::steady_clock::now();
  if (!unsettled_since_) unsettled_since_ = now;
  const auto wait = std::min<Duration>(kQuiet, *unsettled_since_ + kMaxUnrest - now);
  const auto in_ms = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  uv_update_time(timer_->loop);
  uv_timer_start(
      timer_, [](uv_timer_t* handle) { watch_of(handle->data)->on_quiet(); },
      static_cast<uint64_t>(std::max<int64_t>(in_ms, 0)), 0);
}

void FolderWatch::on_quiet() {
  unsettled_since_.reset();
  changed_();
}

}  // namespace moonroom::server
