// A queue in one piece of memory: grows by doubling, is read by position, and lets go of its memory
// when it is told to rest. (std::deque takes half a kilobyte for its first element and keeps it.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace moonroom::link {

/// T's default is an empty slot: what is taken out leaves one behind.
template <class T>
class Fifo {
 public:
  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  T& front() { return slots_[first_]; }
  const T& front() const { return slots_[first_]; }
  T& operator[](size_t i) { return slots_[place(i)]; }
  const T& operator[](size_t i) const { return slots_[place(i)]; }

  void push_back(T value) {
    if (size_ == capacity_) move_to(capacity_ == 0 ? kFewest : 2 * capacity_);
    slots_[place(size_)] = std::move(value);
    ++size_;
  }
  void pop_front() {
    slots_[first_] = T{};
    first_ = (first_ + 1) & (capacity_ - 1);
    --size_;
  }
  void clear() { *this = Fifo(); }
  /// Keeps no more memory than a few elements need. Only for one that is empty.
  void rest() {
    if (capacity_ > kFewest) clear();
  }
  size_t capacity() const { return capacity_; }

 private:
  // A power of two, as all capacities are.
  static constexpr uint32_t kFewest = 4;

  size_t place(size_t i) const { return (first_ + i) & (capacity_ - 1); }

  void move_to(uint32_t capacity) {
    auto slots = std::make_unique<T[]>(capacity);
    for (size_t i = 0; i < size_; ++i) slots[i] = std::move((*this)[i]);
    slots_ = std::move(slots);
    capacity_ = capacity;
    first_ = 0;
  }

  std::unique_ptr<T[]> slots_;
  uint32_t capacity_ = 0;
  uint32_t first_ = 0;
  uint32_t size_ = 0;
};

}  // namespace moonroom::link
