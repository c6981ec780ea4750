#include "server/live_files.h"

#include <memory>
#include <utility>

#include "process/clocks.h"

namespace moonroom::server {

// Only the thread uses it while it runs. Without an owner, its result is dropped.
struct LiveFiles::Job {
  uv_work_t request{};
  LiveFiles* owner = nullptr;
  config::ScanOrder order;
  config::Scan found;
};

// The first scan finds what has changed since the library was read.
LiveFiles::LiveFiles(uv_loop_t& loop, config::LuaSources& library, std::function<void()> changed)
    : loop_(loop),
      library_(library),
      changed_(std::move(changed)),
      watch_(loop, [this] { begin_scan(); }) {
  watch_.watch(library_.watched());
  begin_scan();
}

LiveFiles::~LiveFiles() {
  if (!job_) return;
  job_->owner = nullptr;
  uv_cancel(reinterpret_cast<uv_req_t*>(&job_->request));
}

void LiveFiles::begin_scan() {
  again_ = job_ != nullptr;
  if (job_) return;
  auto job = std::make_unique<Job>();
  job->owner = this;
  job->order = library_.order();
  job->request.data = job.get();
  const auto run = [](uv_work_t* request) {
    auto& mine = *static_cast<Job*>(request->data);
    mine.found = config::scan(mine.order, process::wall_time());
  };
  const auto done = [](uv_work_t* request, int status) {
    const std::unique_ptr<Job> mine(static_cast<Job*>(request->data));
    if (mine->owner && status == 0) mine->owner->end_scan(*mine);
  };
  if (uv_queue_work(&loop_, &job->request, run, done) == 0) job_ = job.release();
}

void LiveFiles::end_scan(Job& job) {
  job_ = nullptr;
  library_.apply_scan(std::move(job.found));
  watch_.watch(library_.watched());
  if (again_) begin_scan();
  if (library_.has_changes()) changed_();
}

}  // namespace moonroom::server
