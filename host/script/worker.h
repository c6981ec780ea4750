// The worker process from the inside: waits for questions on the ring, answers them, and can do
// little else: no socket, no file, bounded memory.
#pragma once

namespace moonroom::script {

/// The whole life of a worker. `parent` is the pid of the relay that started it; the ring's
/// descriptors are in their places (ring/pages.h). Returns after a farewell.
int run_worker(int parent);

}  // namespace moonroom::script
