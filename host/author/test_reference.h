// What a test of a plugin finds, for the stubs: the methods of the test kit (test_api.h).
#pragma once

#include <vector>

#include "author/reference.h"

namespace moonroom::author {

/// The room of a test and its people, in the order in which stubs name them.
const std::vector<KindReference>& test_kind_references();

}  // namespace moonroom::author
