#include "client/phrases.h"

#include <fmt/format.h>

#include <array>

#include "client/input_text.h"

namespace moonroom::client {
namespace {

struct Row {
  Phrase phrase;
  std::string_view english;
  std::string_view chinese;
};

constexpr Row kRows[] = {
    {Phrase::ask_name, "Name: ", "名字："},
    {Phrase::ask_password, "Password: ", "密码："},
    {Phrase::connecting, "coming in …", "正在进入……"},
    {Phrase::no_answer, "no answer from {}; is the room running there?",
     "{} 没有回应；聊天室在那里开着吗？"},
    {Phrase::perhaps_classic, "(a room that speaks only plain text: --classic)",
     "（只用明文的聊天室：--classic）"},
    {Phrase::no_way, "no way there: {}", "无法连接：{}"},
    {Phrase::refused, "the room refused the name {}: {}", "聊天室不接受名字 {}：{}"},
    {Phrase::locked, "this room has a password", "这个聊天室有密码"},
    {Phrase::say_password, "{}; say it with --password or in MOONROOM_PASSWORD",
     "{}；请用 --password 或 MOONROOM_PASSWORD 给出密码"},
    {Phrase::crowded, "the host has no place for newcomers at the moment; trying again",
     "主机暂时没有空位，正在重试"},
    {Phrase::lost, "the room does not answer at the moment", "聊天室暂时没有回应"},
    {Phrase::back, "the room answers again", "聊天室恢复了回应"},
    {Phrase::ended, "the room has closed, or you were removed from it",
     "聊天室已关闭，或者你被请出了聊天室"},
    {Phrase::ended_because, "you are not in the room any more: {}", "你已不在聊天室里：{}"},
    {Phrase::silent, "the room did not answer the goodbye", "聊天室没有回应告别"},
    {Phrase::unsaid, "{}; {} of your lines may not have arrived",
     "{}；你说的话有 {} 行可能没有送达"},
    {Phrase::too_long, "a line has at most {} bytes", "一行最多 {} 字节"},
    {Phrase::missed, "{} lines were dropped here", "这里丢掉了 {} 行"},
    {Phrase::paste, "say {} pasted lines? y yes, n no, j as one line: ",
     "要说出粘贴的 {} 行吗？y 是，n 否，j 合成一行："},
    {Phrase::paste_with_blank, "say {} pasted lines ({} blank)? y yes, n no, j as one line: ",
     "要说出粘贴的 {} 行（其中 {} 行空白）吗？y 是，n 否，j 合成一行："},
    {Phrase::entered, "you are in the room as {}", "你已进入聊天室，名字是 {}"},
    {Phrase::encrypted, "encrypted", "已加密"},
    {Phrase::not_encrypted, "not encrypted", "未加密"},
    {Phrase::muted, "you are muted until {}", "你被禁言到 {}"},
    {Phrase::cleared, "cleared; Ctrl-Y brings it back, Ctrl-C again leaves",
     "已清除；Ctrl-Y 恢复，再按 Ctrl-C 离开"},
    {Phrase::interrupted, "you have left the room (Ctrl-C)", "你离开了聊天室（Ctrl-C）"},
    {Phrase::unread, "unread", "未读"},
    {Phrase::round_trip, "round trip {} ms", "往返 {} 毫秒"},
    {Phrase::members, "{} here", "{} 人在线"},
    {Phrase::met, "encrypted; this host is new to you, its key is {}",
     "已加密；第一次连接这台主机，密钥为 {}"},
    {Phrase::recognized, "encrypted; the host is the one you know", "已加密；主机密钥与上次相同"},
    {Phrase::elsewhere, "you have come in from elsewhere", "你已从别处进入聊天室"},
    {Phrase::in_clear, "by plain text: whoever is on the way can read it",
     "明文连接：途经的人都能读到"},
    {Phrase::wrong_pin,
     "WARNING: this is not the host that you pinned; you have not come in.\n"
     "Either somebody stands between you and the room, or the pin is another host's.\n"
     "  host      {0}\n"
     "  expected  {2}\n"
     "  seen      {1}",
     "警告：这不是你指定的主机，因此没有进入聊天室。\n"
     "可能有人在你和聊天室之间冒充它，也可能你指定的是别的主机的密钥。\n"
     "  主机      {0}\n"
     "  应为      {2}\n"
     "  看到的    {1}"},
    {Phrase::changed_key,
     "WARNING: the key of this host has changed; you have not come in.\n"
     "Either somebody stands between you and the room, who would read and change\n"
     "all that is said, or the host has a new key, as when its data was lost.\n"
     "  host      {0}\n"
     "  expected  {2}\n"
     "  seen      {1}\n"
     "Ask its administrator, by another way than this one, which key is right: the\n"
     "host prints it at its start. If it is the one seen now, take the old one out:\n"
     "  {3}, line {4}",
     "警告：这台主机的密钥变了，因此没有进入聊天室。\n"
     "可能有人在你和聊天室之间冒充它，能读到、也能改动所有的话；\n"
     "也可能主机换了密钥，例如它的数据丢失过。\n"
     "  主机      {0}\n"
     "  应为      {2}\n"
     "  看到的    {1}\n"
     "请通过别的途径问管理员哪个密钥是对的：主机启动时会打印它。\n"
     "如果现在看到的是对的，请删去旧的一行：\n"
     "  {3} 第 {4} 行"},
    {Phrase::not_remembered,
     "the host's key cannot be remembered, so each meeting will be the first: {}",
     "无法记住主机的密钥，每次连接都会当作第一次：{}"},
    {Phrase::line_not_said, "line {} was not said: {}", "第 {} 行没有说出：{}"},
    {Phrase::line_refused, "the room refused it", "聊天室没有接受"},
    {Phrase::answer_lost, "the room's answer did not arrive", "没有收到聊天室的答复"},
    {Phrase::no_text, "it is no text in {}", "不是 {} 编码的文字"},
    {Phrase::no_words, "it is empty", "是空行"},
    {Phrase::name_is_no_text, "the name is no text in {}; give another one with --name",
     "名字不是 {} 编码的文字；请用 --name 指定"},
    {Phrase::some_not_said, "{} of {} lines were not said", "{1} 行中有 {0} 行没有说出"},
    {Phrase::output_lost, "standard output cannot be written", "无法写入标准输出"},
    {Phrase::needs_name, "no name: give one with --name", "没有名字：请用 --name 指定"},
    {Phrase::network_died, "the network process has died", "网络进程意外结束"},
};

constexpr std::array<std::string_view, 7> kEnglishDays = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 7> kChineseDays = {"星期日", "星期一", "星期二", "星期三",
                                                          "星期四", "星期五", "星期六"};

std::string with_unsaid(const Connection& connection, Language language) {
  return fmt::format(fmt::runtime(phrase(Phrase::unsaid, language)),
                     phrase(Phrase::silent, language), connection.unsaid);
}

}  // namespace

std::string_view phrase(Phrase phrase, Language language) {
  for (const auto& row : kRows)
    if (row.phrase == phrase) return language == Language::chinese ? row.chinese : row.english;
  return {};
}

std::string words_of(const Connection& connection, Language language) {
  const auto say = [&](Phrase which) {
    return fmt::format(fmt::runtime(phrase(which, language)), connection.words);
  };
  switch (connection.state) {
    case Connection::State::connecting:
    case Connection::State::entered:
    case Connection::State::left:
      return {};
    case Connection::State::refused:
      return to_show(connection.words);
    case Connection::State::locked:
      return connection.words.empty() ? say(Phrase::locked) : to_show(connection.words);
    case Connection::State::failed:
      return say(Phrase::no_way);
    case Connection::State::unanswered:
      return say(Phrase::no_answer);
    case Connection::State::crowded:
      return say(Phrase::crowded);
    case Connection::State::lost:
      return say(Phrase::lost);
    case Connection::State::back:
      return say(Phrase::back);
    case Connection::State::ended:
      if (connection.words.empty()) return say(Phrase::ended);
      return fmt::format(fmt::runtime(phrase(Phrase::ended_because, language)),
                         to_show(connection.words));
    case Connection::State::silent:
      return connection.unsaid == 0 ? say(Phrase::silent) : with_unsaid(connection, language);
    case Connection::State::met:
      return say(Phrase::met);
    case Connection::State::not_remembered:
      return say(Phrase::not_remembered);
    case Connection::State::recognized:
      return say(Phrase::recognized);
    case Connection::State::elsewhere:
      return say(Phrase::elsewhere);
    case Connection::State::untrusted:
      return connection.words;
  }
  return {};
}

std::string words_of(const NotSaid& line, Language language) {
  std::string words = to_show(line.words);
  if (words.empty())
    words = phrase(line.why == "unknown" ? Phrase::answer_lost : Phrase::line_refused, language);
  return fmt::format(fmt::runtime(phrase(Phrase::line_not_said, language)), line.line, words);
}

std::string words_of(const TooLong& line, Language language) {
  const auto words = fmt::format(fmt::runtime(phrase(Phrase::too_long, language)), line.limit);
  return fmt::format(fmt::runtime(phrase(Phrase::line_not_said, language)), line.line, words);
}

std::string_view day_of_week(int day, Language language) {
  const auto& days = language == Language::chinese ? kChineseDays : kEnglishDays;
  return days[static_cast<size_t>(day) % days.size()];
}

}  // namespace moonroom::client
