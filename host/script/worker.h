// The worker process from the inside: waits for requests on the ring, answers them, and can do
// nothing else: no socket, no file, bounded memory. And its small brother, which does one job.
#pragma once

#include "script/plugin.h"

namespace moonroom::script {

/// The whole life of a worker. `parent` is the pid of the relay that started it; the ring's
/// descriptors are in their places (ring/shared_layout.h). Returns after a shutdown request.
int run_worker(int parent, const PluginLimits& limits);

/// The whole life of a job (jobs/job.h): its request is a ring::JobRequest, its result a
/// ring::Response that did not pass when the plugin failed. A status other than 0 means that there
/// is none.
int run_job(int parent);

}  // namespace moonroom::script
