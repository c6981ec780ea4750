#include "client/familiar_commands.h"

#include <algorithm>

namespace moonroom::client {
namespace {

struct Advice {
  std::string_view word;
  /// Plugins that come with Moonroom have it: the room is asked first.
  bool room_may_have_it;
  std::string_view english;
  std::string_view chinese;
};

constexpr std::string_view kMessages =
    "/msg NAME TEXT says something to one person, where the room has it; /help lists its commands";
constexpr std::string_view kChineseMessages =
    "聊天室有 /msg 的话，用 /msg 名字 内容 对一个人说；/help 列出所有命令";
constexpr std::string_view kRooms =
    "rooms within the room: /join NAME, /part and /rooms, where the room has them; another room is "
    "another moonroom HOST";
constexpr std::string_view kChineseRooms =
    "房间里的小房间：聊天室有的话，用 /join 名字、/part、/rooms；别的聊天室请另开 moonroom 主机";
constexpr std::string_view kScrollBack =
    "the terminal's own scroll-back has what was said; Ctrl-R searches what you said";
constexpr std::string_view kChineseScrollBack = "说过的话在终端的回滚里；Ctrl-R 查找自己说过的";

constexpr Advice kAdvice[] = {
    {"nick", false, "a name is for the whole visit: leave, and come again with --name NAME",
     "进来以后不能改名：请离开，再用 --name 名字 进来"},
    {"me", true, "the plugin who has /me; the administrator can enable it",
     "插件 who 有 /me，请管理员启用"},
    {"query", false, kMessages, kChineseMessages},
    {"msg", true, kMessages, kChineseMessages},
    {"m", true, kMessages, kChineseMessages},
    {"w", true, kMessages, kChineseMessages},
    {"whisper", false, kMessages, kChineseMessages},
    {"tell", true, kMessages, kChineseMessages},
    {"notice", false, kMessages, kChineseMessages},
    {"topic", false,
     "the room has no topic; the plugin welcome greets with words of the administrator's",
     "聊天室没有主题；插件 welcome 会用管理员写的话迎接新来的人"},
    {"away", false,
     "nobody is marked as away; Ctrl-Z rests, and unread lines are marked when you are back",
     "没有“离开”状态；Ctrl-Z 暂停，回来时未读的话会有标记"},
    {"back", false,
     "nobody is marked as away; Ctrl-Z rests, and unread lines are marked when you are back",
     "没有“离开”状态；Ctrl-Z 暂停，回来时未读的话会有标记"},
    {"ignore", false,
     "nobody can be ignored here; the administrator can mute (/mute NAME at the console)",
     "这里不能屏蔽别人；管理员可以禁言（控制台 /mute 名字）"},
    {"unignore", false, "nobody can be ignored here, so nobody is",
     "这里不能屏蔽别人，也就没有谁被屏蔽"},
    {"whois", false, "/who tells who is here", "/who 列出在场的人"},
    {"join", true, kRooms, kChineseRooms},
    {"part", true, kRooms, kChineseRooms},
    {"leave", false, "/quit leaves the room", "/quit 离开聊天室"},
    {"list", false, kRooms, kChineseRooms},
    {"server", false, kRooms, kChineseRooms},
    {"connect", false, kRooms, kChineseRooms},
    {"lastlog", false, kScrollBack, kChineseScrollBack},
    {"window", false, "a window of the terminal, or of tmux, for each room",
     "每个聊天室用终端或 tmux 的一个窗口"},
    {"set", false, "moonroom --help lists the options", "moonroom --help 列出所有选项"},
    {"kick", true, "the administrator does that, at the console", "由管理员在控制台处理"},
    {"ban", true, "the administrator does that, at the console", "由管理员在控制台处理"},
    {"op", true, "the administrator can enable the plugin moderation",
     "请管理员启用插件 moderation"},
};

const Advice* find_advice(std::string_view word) {
  for (const auto& advice : kAdvice)
    if (advice.word == word) return &advice;
  return nullptr;
}

}  // namespace

std::string_view command_word(std::string_view line) {
  if (!line.starts_with('/')) return {};
  return line.substr(1, std::min(line.find_first_of(" \t"), line.size()) - 1);
}

FamiliarCommand familiar_command(std::string_view line) {
  const auto word = command_word(line);
  if (word == "clear") return FamiliarCommand::clear;
  if (word == "names") return FamiliarCommand::names;
  if (word == "exit" || word == "bye") return FamiliarCommand::leave;
  const auto* advice = find_advice(word);
  if (!advice) return FamiliarCommand::none;
  return advice->room_may_have_it ? FamiliarCommand::perhaps : FamiliarCommand::advised;
}

std::string_view advice_on(std::string_view word, Language language) {
  const auto* advice = find_advice(word);
  if (!advice) return {};
  return language == Language::chinese ? advice->chinese : advice->english;
}

}  // namespace moonroom::client
