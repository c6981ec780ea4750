#include "session/send_batch.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

namespace moonroom::session {
namespace {

struct Recipient {
  wire::SessionId number = 0;
  uint32_t batch_slot = kNotInBatch;

  wire::SessionId id() const { return number; }
};

// Sessions 1 to 4, and a turn of the host.
struct BatchFixture {
  std::map<wire::SessionId, Recipient> recipients{{1, {1}}, {2, {2}}, {3, {3}}, {4, {4}}};
  SendBatch<Recipient> batch;
  wire::Outbox out;

  Recipient* find(wire::SessionId id) {
    const auto found = recipients.find(id);
    return found == recipients.end() ? nullptr : &found->second;
  }
  void post(std::string_view text, const std::vector<wire::SessionId>& to) {
    const auto stored = out.store(text);
    for (const auto id : to) out.send(stored, {{}, 0, id, {}});
  }
  size_t add() {
    const auto added = batch.add(out, [this](wire::SessionId id) { return find(id); });
    out.clear();
    return added;
  }
  // "1: a b | 2: a closed".
  std::string drain() {
    std::string all;
    std::string texts;
    batch.drain([&](Recipient&,
                    const link::SharedBuffer& text) { texts += " " + std::string(text.bytes()); },
                [&](const Recipient& recipient, std::optional<wire::Parting> closing) {
                  all += all.empty() ? "" : " | ";
                  all += std::to_string(recipient.id()) + ":" + texts + (closing ? " closed" : "");
                  texts.clear();
                });
    return all;
  }
};

struct PostedLine {
  const char* text;
  std::vector<wire::SessionId> to;
};

}  // namespace

TEST_CASE("a turn's messages are grouped by session, each in its order") {
  struct Row {
    std::vector<PostedLine> lines;
    size_t added;
    const char* drained;
  };
  const Row rows[] = {
      {{}, 0, ""},
      {{{"a", {1}}}, 1, "1: a"},
      {{{"a", {1, 2}}, {"b", {1, 2}}}, 4, "1: a b | 2: a b"},
      // A line does not go to its author, and each line has another author.
      {{{"a", {2, 3}}, {"b", {1, 3}}, {"c", {1, 2}}}, 6, "2: a c | 3: a b | 1: b c"},
      {{{"a", {1, 2, 3, 4}}, {"b", {4, 1}}, {"c", {3}}}, 7, "1: a b | 2: a | 3: a c | 4: a b"},
      // Longer than the line before.
      {{{"a", {1}}, {"b", {1, 2, 3}}, {"c", {3, 2, 1}}}, 7, "1: a b c | 2: b c | 3: b c"},
      // Equal texts are two messages.
      {{{"a", {1}}, {"a", {1}}}, 2, "1: a a"},
      // Unknown sessions.
      {{{"a", {9}}}, 0, ""},
      {{{"a", {9, 1, 8}}, {"b", {1, 9, 2}}}, 3, "1: a b | 2: b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.drained);
    BatchFixture turn;
    for (const auto& line : row.lines) turn.post(line.text, line.to);
    CHECK(turn.add() == row.added);
    CHECK(turn.drain() == row.drained);
    // Nothing is left, neither in the batch nor with the recipients.
    CHECK(turn.drain().empty());
    turn.post("next", {4, 1});
    turn.add();
    CHECK(turn.drain() == "4: next | 1: next");
  }
}

TEST_CASE("a session is visited once, whatever it has been added for") {
  BatchFixture turn;
  turn.batch.add(*turn.find(3));
  turn.post("a", {1, 3});
  turn.out.close(3, wire::Parting::done);
  turn.out.close(4, wire::Parting::done);
  turn.out.close(9, wire::Parting::done);
  turn.add();
  turn.batch.add(*turn.find(1));
  CHECK(turn.drain() == "3: a closed | 1: a | 4: closed");
}

TEST_CASE("a removed session is not visited, and a new one with its number is") {
  BatchFixture turn;
  turn.post("a", {1, 2});
  turn.add();
  turn.batch.remove(*turn.find(1));
  turn.batch.remove(*turn.find(3));
  turn.post("b", {1, 2});
  turn.add();
  CHECK(turn.drain() == "2: a b | 1: b");
}

}  // namespace moonroom::session
