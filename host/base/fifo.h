// A ring buffer that doubles its capacity, offers access by position, and frees its memory on
// `trim_memory`. (std::deque allocates half a kilobyte for its first element and keeps it.)
//
// A removed element leaves an empty slot. Alternatively it stays in its slot, and `next_slot`
// returns it for reuse, so that elements with memory of their own are overwritten without an
// allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>

namespace moonroom {

/// T's default is an empty slot.
template <class T>
class Fifo {
 public:
  /// Valid until the next change of the queue.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator(const Fifo& fifo, size_t at) : fifo_(&fifo), at_(at) {}
    const T& operator*() const { return (*fifo_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return {*fifo_, at_++}; }
    bool operator==(const Iterator&) const = default;

   private:
    const Fifo* fifo_;
    size_t at_;
  };

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  T& front() { return slots_[first_]; }
  const T& front() const { return slots_[first_]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& back() const { return (*this)[size_ - 1]; }
  T& operator[](size_t i) { return slots_[place(i)]; }
  const T& operator[](size_t i) const { return slots_[place(i)]; }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size_}; }

  void push_back(T value) { next_slot() = std::move(value); }
  /// Appends an element with the old content of its slot, for overwriting.
  T& next_slot() {
    if (size_ == capacity_) move_to(capacity_ == 0 ? kMinCapacity : 2 * capacity_);
    return slots_[place(size_++)];
  }
  void pop_front() {
    slots_[first_] = T{};
    leave_front();
  }
  /// Removes the front element but leaves its content in the slot.
  void leave_front() {
    first_ = (first_ + 1) & (capacity_ - 1);
    --size_;
  }
  void clear() { *this = Fifo(); }
  /// Frees memory beyond the need of so many elements. Only for an empty queue.
  void trim_memory(size_t elements = kMinCapacity) {
    if (capacity_ > elements) clear();
  }
  size_t capacity() const { return capacity_; }

 private:
  // A power of two, as all capacities are.
  static constexpr uint32_t kMinCapacity = 4;

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

}  // namespace moonroom
