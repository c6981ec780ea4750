// A minimal judge: passes everything and answers like the default scripts, unless a test replaces
// its rule. Judges at once, or on command, so that a test can check the state in between.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "base/overloaded.h"
#include "room/judge.h"

namespace moonroom::support {

class FakeJudge : public room::Judge {
 public:
  /// Gives the next verdicts, in place of the default scripts' answers.
  std::function<room::Verdict(const room::Event&)> rule;
  /// Nothing is judged while this is true.
  bool asleep = false;
  bool is_busy = false;

  void submit(const room::Event& event, Moment) override { held.push_back(event); }
  bool busy() const override { return is_busy; }

  const room::Judged* next() override {
    if (asleep || held.empty()) return nullptr;
    judged.event = std::move(held.front());
    held.pop_front();
    judged.verdict = room::passes_scripts(judged.event) ? room::Verdict()
                     : rule                             ? rule(judged.event)
                                                        : by_default(judged.event);
    return &judged;
  }

  /// Judges like the default scripts, with texts that are easy to read in a test.
  room::Verdict by_default(const room::Event& event) {
    return std::visit(
        Overloaded{
            [&](const room::JoinEvent& it) { return join(it); },
            [&](const room::MessageEvent& it) {
              return post(names[it.who] + ": " + it.text, others(it.who));
            },
            [&](const room::LeaveEvent& it) {
              return post(names[it.who] + " left (" + std::string(to_string(it.why)) + ")",
                          others(it.who));
            },
            [&](const room::AnnouncementEvent& it) { return post("admin: " + it.text, {}); },
            [&](const room::TimerDue& it) { return post("timer " + std::to_string(it.timer), {}); },
            [](const room::AdminCommandEvent& it) {
              return room::Verdict{true, "did " + it.text, {}, true};
            },
            [&](const room::JobDone& it) { return post("job " + std::to_string(it.job), {}); },
            [](const auto&) { return room::Verdict(); },
        },
        event);
  }

  static room::Audience others(room::MemberId who) { return {room::Audience::Kind::others, {who}}; }
  static room::Verdict post(const std::string& line, room::Audience to) {
    return {true, "", {room::Post{"notice", "", line, line, std::move(to)}}};
  }
  static room::Verdict refuse(std::string reason) { return {false, std::move(reason), {}}; }

  std::deque<room::Event> held;
  room::Judged judged;
  std::map<room::MemberId, std::string> names;

 private:
  room::Verdict join(const room::JoinEvent& it) {
    if (it.conflict != room::NameConflict::none) return refuse(std::string(to_string(it.conflict)));
    names[it.who] = it.name;
    return post(it.name + " joined", others(it.who));
  }
};

}  // namespace moonroom::support
