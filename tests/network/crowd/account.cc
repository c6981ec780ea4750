#include "network/crowd/account.h"

#include <algorithm>

namespace moonroom::network {

void Account::begin(uint32_t members, uint32_t talkers) {
  members_ = members;
  tally_ = Tally();
  authors_.resize(std::max<size_t>(authors_.size(), talkers));
  ears_.resize(members);
  for (auto& ear : ears_) ear.by_author.resize(authors_.size());
}

Line Account::say(uint32_t author, SteadyTime now) {
  auto& who = authors_[author];
  ++tally_.said;
  who.open.push_back({now, members_ - 1});
  return {author, ++who.last, now};
}

void Account::hear(uint32_t listener, uint64_t number, std::string_view text, SteadyTime now) {
  const auto line = line_in(text);
  if (!line || ears_.empty()) {
    ++tally_.notices;
    return;
  }
  if (line->author >= authors_.size() || line->author == listener ||
      line->number > authors_[line->author].last) {
    ++tally_.wrong;
    return;
  }
  auto& ear = ears_[listener];
  const auto order = note(ear.by_author[line->author], line->number);
  if (order == Order::doubled) {
    ++tally_.doubled;
    return;
  }
  const bool backwards = number != 0 && number <= ear.number;
  if (order == Order::overtaken || backwards) ++tally_.out_of_order;
  ear.number = std::max(ear.number, number);
  if (!settle(authors_[line->author], line->number)) return;
  ++tally_.heard;
  tally_.latency.add(now - line->said);
}

Account::Order Account::note(Stream& stream, uint64_t number) {
  if (number < stream.next)
    return stream.skipped.erase(number) != 0 ? Order::overtaken : Order::doubled;
  for (; stream.next < number; ++stream.next) stream.skipped.insert(stream.next);
  ++stream.next;
  return Order::in_turn;
}

// False when it has been given up already.
bool Account::settle(Author& author, uint64_t number) {
  const auto first = author.last - author.open.size() + 1;
  if (number < first) return false;
  --author.open[number - first].missing;
  while (!author.open.empty() && author.open.front().missing == 0) author.open.pop_front();
  return true;
}

void Account::give_up(SteadyTime before) {
  for (auto& author : authors_)
    for (; !author.open.empty() && author.open.front().said < before; author.open.pop_front())
      tally_.lost += author.open.front().missing;
}

bool Account::all_heard() const {
  return std::all_of(authors_.begin(), authors_.end(),
                     [](const Author& author) { return author.open.empty(); });
}

}  // namespace moonroom::network
