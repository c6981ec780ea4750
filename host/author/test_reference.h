// The reference of the test API (test_api.h), for the stubs.
#pragma once

#include <vector>

#include "author/reference.h"

namespace moonroom::author {

/// The objects of a test, in the order of the stubs.
const std::vector<KindReference>& test_kind_references();

}  // namespace moonroom::author
