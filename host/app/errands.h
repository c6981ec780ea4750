// Does what plugins asked for and the relay cannot do itself: writes logs, keeps data on disk, has
// jobs run, shows answers to the administrator.
#pragma once

#include <string>
#include <vector>

#include "app/job_desk.h"
#include "app/log.h"
#include "process/admin_process.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "store/plugin_data.h"

namespace moonroom::app {

class Errands {
 public:
  /// What the errands are done with; all must outlive this.
  struct Means {
    const ring::WorkerJudge& judge;
    store::PluginData& data;
    JobDesk& desk;
    HostLog& log;
    process::AdminProcess& admin;
  };
  explicit Errands(Means means) : means_(means) {}

  /// Takes errands over, and commits what is to be kept: once a turn, before the turn sends, so
  /// that nobody hears of what could be lost. What is no hurry waits for `run`.
  void take(std::vector<relay::Errand> errands);
  /// Does the rest.
  void run(Moment now);

  /// What this plugin has kept until now, for it to be loaded with.
  Value kept_by(const ring::Load& file);

 private:
  void keep(const room::Keep& wish);
  void commit();

  Means means_;
  std::vector<relay::Errand> waiting_;
  std::string commit_problem_;
};

}  // namespace moonroom::app
