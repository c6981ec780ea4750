#include "script/room_view.h"

#include <utility>

namespace moonroom::script {

bool RoomView::wish(room::Action action, size_t bytes) {
  if (wishes_ >= kMaxWishes || bytes_ + bytes > kMaxWishBytes) return false;
  ++wishes_;
  bytes_ += bytes;
  actions_.push_back(std::move(action));
  return true;
}

}  // namespace moonroom::script
