#include "network/crowd/text_member.h"

#include <chrono>
#include <utility>

namespace moonroom::network {
namespace {

constexpr auto kBetweenKnocks = std::chrono::milliseconds(500);

}  // namespace

TextMember::TextMember(uint32_t number, net::UdpSocket socket, Fates& fates, Moment now)
    : number_(number), socket_(std::move(socket)), fates_(fates), knocks_at_(now.steady) {}

void TextMember::receive(net::Batch& batch, Moment) {
  socket_.drain_unreachable();
  for (size_t count = net::Batch::kDatagrams; count == net::Batch::kDatagrams;) {
    const auto datagrams = socket_.receive(batch);
    count = datagrams.size();
    for (const auto& datagram : datagrams) take(datagram.bytes);
  }
}

void TextMember::take(std::string_view text) {
  if (!knocks_at_) return fates_.heard(number_, 0, text);
  if (text.empty()) return;  // The host probes whether the client is alive.
  knocks_at_.reset();
  if (text == "OK") return fates_.entered(number_, false);
  fates_.turned_away(number_);
}

void TextMember::tick(Moment now) {
  if (!knocks_at_ || now.steady < *knocks_at_) return;
  socket_.send("L " + name_of(number_));
  knocks_at_ = now.steady + kBetweenKnocks;
}

void TextMember::say(std::string text, Moment) {
  socket_.send("C " + name_of(number_) + " " + text);
}

}  // namespace moonroom::network
