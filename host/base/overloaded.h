// std::visit with one lambda per alternative.
#pragma once

namespace moonroom {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
// clang 14 does not deduce aggregates by itself.
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace moonroom
