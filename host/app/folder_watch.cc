#include "app/folder_watch.h"

#include <algorithm>
#include <utility>

namespace moonroom::app {
namespace {

// What an editor does for one save takes less.
constexpr auto kQuiet = std::chrono::milliseconds(30);

// But a folder that never becomes quiet is looked at all the same: what is saved is to be live
// within 200 ms.
constexpr auto kLongestUnrest = std::chrono::milliseconds(120);

FolderWatch* watch_of(void* data) {
  return static_cast<FolderWatch*>(data);
}

template <class Handle>
void close(Handle* handle) {
  // The loop owns it from here on.
  uv_close(reinterpret_cast<uv_handle_t*>(handle),
           [](uv_handle_t* closed) { std::unique_ptr<Handle>(reinterpret_cast<Handle*>(closed)); });
}

}  // namespace

FolderWatch::FolderWatch(uv_loop_t& loop, const std::vector<std::filesystem::path>& folders,
                         std::function<void()> changed)
    : changed_(std::move(changed)), timer_(std::make_unique<uv_timer_t>().release()) {
  uv_timer_init(&loop, timer_);
  timer_->data = this;
  for (const auto& folder : folders) {
    auto* event = events_.emplace_back(std::make_unique<uv_fs_event_t>().release());
    uv_fs_event_init(&loop, event);
    event->data = this;
    const auto noticed = [](uv_fs_event_t* handle, const char*, int, int) {
      watch_of(handle->data)->stir();
    };
    if (uv_fs_event_start(event, noticed, folder.c_str(), 0) < 0) watches_all_ = false;
  }
}

FolderWatch::~FolderWatch() {
  for (auto* event : events_) close(event);
  close(timer_);
}

void FolderWatch::stir() {
  const auto now = std::chrono::steady_clock::now();
  if (!unsettled_since_) unsettled_since_ = now;
  const auto wait = std::min<Duration>(kQuiet, *unsettled_since_ + kLongestUnrest - now);
  const auto in_ms = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  uv_update_time(timer_->loop);
  uv_timer_start(
      timer_, [](uv_timer_t* handle) { watch_of(handle->data)->settle(); },
      static_cast<uint64_t>(std::max<int64_t>(in_ms, 0)), 0);
}

void FolderWatch::settle() {
  unsettled_since_.reset();
  changed_();
}

}  // namespace moonroom::app
