#include "client/remembered.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace moonroom::client {
namespace {

// Characters that UTS 39 lists as confusable with a slash, and those that input methods produce for
// that key.
constexpr std::array<utf8proc_int32_t, 13> kSlashes = {'/',    0x1735, 0x2041, 0x2044, 0x2215,
                                                       0x2571, 0x27cb, 0x29f8, 0x3001, 0x31d3,
                                                       0x3033, 0xff0f, 0xff64};
constexpr utf8proc_int32_t kBlankBraille = 0x2800;

bool shows(utf8proc_int32_t point) {
  if (point == kBlankBraille || utf8proc_get_property(point)->ignorable) return false;
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
      return false;
    default:
      return true;
  }
}

}  // namespace

bool is_remembered(std::string_view line) {
  utf8proc_int32_t first = 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(line.data()),
                                     static_cast<utf8proc_ssize_t>(line.size()), &first);
  return size > 0 && shows(first) &&
         std::find(kSlashes.begin(), kSlashes.end(), first) == kSlashes.end();
}

}  // namespace moonroom::client
