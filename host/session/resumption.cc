#include "session/resumption.h"

#include <utility>

namespace moonroom::session {

Resumption::Resumption(const std::optional<Membership>& before) {
  if (!before) return;
  token_ = before->token;
  number_ = before->number;
  lines_.begin_after(before->lines);
}

std::optional<Membership> Resumption::membership() const {
  if (token_.empty()) return std::nullopt;
  return Membership{token_, number_, lines_.sent()};
}

wire::SessionRequest Resumption::entry_request(const std::string& name) const {
  if (token_.empty()) return wire::ComeIn{name};
  return wire::ComeBack{token_, number_, lines_.sent()};
}

std::vector<ClientEvent> Resumption::on_welcome(const wire::Welcome& welcome, bool is_member,
                                                bool answers) {
  const bool again = !token_.empty() && token_ == welcome.token;
  token_ = welcome.token;
  lines_.expect_answers(answers);
  std::vector<ClientEvent> results;
  if (again) {
    // Judged while the connection was lost: their answers were lost with it.
    for (const auto tag : lines_.pop_unanswered(std::min(welcome.judged, lines_.sent())))
      results.emplace_back(Said{tag, 0, {}});
    lines_.rewind_to(welcome.lines);
  } else if (is_member) {
    results = drop_answers(lines_.sent());
    lines_.reset();
  }
  return results;
}

std::optional<ClientEvent> Resumption::on_said(const wire::LineSaid& said) {
  const auto tag = lines_.pop_answered(said.line);
  if (!tag) return std::nullopt;
  return Said{*tag, said.number, said.text ? std::optional<std::string>(*said.text) : std::nullopt};
}

std::optional<ClientEvent> Resumption::on_refused(const wire::LineRefused& refused) {
  const auto tag = lines_.pop_answered(refused.line);
  if (!tag) return std::nullopt;
  return NotSaid{*tag, std::string(refused.why), std::string(refused.words)};
}

void Resumption::forget() {
  token_.clear();
  number_ = 0;
}

std::vector<ClientEvent> Resumption::drop_answers(uint64_t up_to) {
  std::vector<ClientEvent> results;
  for (const auto tag : lines_.pop_unanswered(up_to))
    results.emplace_back(NotSaid{tag, "unknown", {}});
  return results;
}

}  // namespace moonroom::session
