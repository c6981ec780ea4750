#include "admin/sanction_replies.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "admin/process_table.h"
#include "base/language.h"
#include "room/look.h"
#include "text/text.h"
#include "wire/prefix.h"

namespace moonroom::admin {
namespace {

using relay::SanctionResult;

std::string listed(const std::vector<std::string>& names) {
  return text::visible(fmt::format("{}", fmt::join(names, ", ")));
}

std::string because(std::string_view reason) {
  return reason.empty() ? std::string() : tr_format(" (reason: {})", text::visible(reason));
}

CommandReply words_of(const room::Kick& kick, const SanctionResult& result, const CommandContext&) {
  if (!result.is_done) return failure(std::string(tr("the member has left already")));
  return tr_format("{} has been removed{}", result.name, because(kick.reason));
}

CommandReply words_of(const room::Mute& mute, const SanctionResult& result, const CommandContext&) {
  if (!result.is_done) return failure(std::string(tr("the member has left already")));
  auto answer = tr_format("{} may not speak for {}", result.name, how_long(mute.length));
  if (!result.neighbours.empty())
    answer += tr_format("\nunder this name only, because others came from {} before: {}",
                        to_string(*result.source), listed(result.neighbours));
  return answer;
}

CommandReply words_of_unmute(const room::NameMute& mute, const SanctionResult& result,
                             const CommandContext& context) {
  const auto& name = result.name.empty() ? mute.name : result.name;
  if (result.is_done) return tr_format("{} may speak again", text::visible(name));
  const auto& sanctions = context.state.sanctions;
  const bool is_banned = sanctions.find_ban(mute.name, {}, context.now.trusted) != nullptr;
  return failure(tr_format(
      "no mute of {}; /bans lists those there are{}", text::visible(name),
      is_banned ? tr_format("\nkept out: /unban {}", text::visible(name)) : std::string()));
}

CommandReply words_of(const room::NameMute& mute, const SanctionResult& result,
                      const CommandContext& context) {
  if (mute.length <= Duration::zero()) return words_of_unmute(mute, result, context);
  const auto name = text::visible(mute.name);
  if (!result.is_done) return failure(tr_format("nobody can be called {}; nobody was muted", name));
  return tr_format("{} may not speak for {}", name, how_long(mute.length)) +
         std::string(tr("\nunder this name only, because nobody here is called so"));
}

// The member could return under another name.
std::string ban_of_source(const room::Ban& ban, const SanctionResult& result) {
  if (!result.source) return {};
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(ban.length).count();
  auto offer = tr_format("\nunder every name: /ban {} {}s", to_string(*result.source), seconds);
  if (!result.neighbours.empty())
    offer += tr_format(" (removes also: {})", listed(result.neighbours));
  return offer;
}

CommandReply words_of_ban(const room::Ban& ban, const SanctionResult& result) {
  if (!result.is_done)
    return failure(std::string(tr("too many are kept out already; /bans lists them")));
  auto answer = tr_format("{}{} is kept out for {}{}",
                          ban.kind == room::Ban::Kind::name ? "" : tr("everybody from "),
                          text::visible(ban.what), how_long(ban.length), because(ban.reason));
  answer += result.names.empty() ? std::string(tr("\nnobody in the room was removed"))
                                 : tr_format("\nremoved: {}", listed(result.names));
  return answer + ban_of_source(ban, result);
}

bool is_muted_name(const CommandContext& context, std::string_view name) {
  const auto mutes = context.state.sanctions.mutes(context.now.trusted);
  return std::any_of(mutes.begin(), mutes.end(), [&](const room::MuteRecord& mute) {
    return room::looks_alike(mute.name, name);
  });
}

CommandReply words_of_unban(const room::Ban& ban, const SanctionResult& result,
                            const CommandContext& context) {
  const auto* wider = context.state.sanctions.find_ban_around(ban, context.now.trusted);
  auto rest =
      wider ? tr_format("\nstill kept out with {0}: /unban {0}", wider->ban.what) : std::string();
  if (is_muted_name(context, ban.what))
    rest += tr_format("\nmay not speak: /unmute {}", text::visible(ban.what));
  if (!result.is_done)
    return failure(
        tr_format("no ban of {}; /bans lists those there are{}", text::visible(ban.what), rest));
  return tr_format("no longer kept out: {}{}", listed(result.names), rest);
}

CommandReply words_of(const room::Ban& ban, const SanctionResult& result,
                      const CommandContext& context) {
  return ban.length > Duration::zero() ? words_of_ban(ban, result)
                                       : words_of_unban(ban, result, context);
}

}  // namespace

CommandReply reply_to(const SanctionResult& result, const CommandContext& context) {
  return std::visit([&](const auto& sanction) { return words_of(sanction, result, context); },
                    result.sanction);
}

}  // namespace moonroom::admin
