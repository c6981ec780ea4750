// The main functions of the worker process, which answers requests on the ring without sockets,
// files or unbounded memory; and of a job's process, which answers one request.
#pragma once

#include "script/plugin.h"

namespace moonroom::script {

/// Runs a worker. `parent` is the pid of the host that started it; the ring's descriptors must be
/// in place (ring/shared_layout.h). Returns after a shutdown request.
int run_worker(int parent, const PluginLimits& limits);

/// Runs a job (jobs/job.h): its request is a ring::JobRequest, its result a ring::Response that did
/// not pass when the plugin failed. A status other than 0 means that there is no result.
int run_job(int parent);

}  // namespace moonroom::script
