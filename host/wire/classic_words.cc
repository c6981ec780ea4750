#include "wire/classic_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "text/text.h"
#include "wire/classic.h"

namespace moonroom::wire {
namespace {

// Some clients read the answer to a login into 120 bytes, and a name must fit beside the word.
constexpr size_t kMaxAnswer = 64;
constexpr size_t kMaxVerb = 32;

// With their keys in a wording.
constexpr std::array<std::pair<std::string_view, Verb>, 3> kVerbs = {
    {{"login", Verb::login}, {"chat", Verb::chat}, {"quit", Verb::quit}}};

// The first {placeholder} in `text` that is not `allowed`, or empty.
std::string_view wrong_place(std::string_view text, std::string_view allowed) {
  for (auto open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) return {};
    const auto place = text.substr(open, close + 1 - open);
    if (place != allowed) return place;
  }
  return {};
}

// The reason why `text` cannot be an answer, or empty.
std::string wrong_with_answer(std::string_view text, std::string_view allowed) {
  if (text.empty()) return "is empty: leave it out for the standard word";
  if (!text::is_visible(text)) return "holds a control character or bytes that are no UTF-8";
  if (text.front() == ' ' || text.back() == ' ') return "begins or ends with a blank";
  if (text.size() > kMaxAnswer) return "is longer than " + std::to_string(kMaxAnswer) + " bytes";
  const auto place = wrong_place(text, allowed);
  if (place.empty()) {
    const auto first = text.find(kNamePlace);
    const bool twice = !allowed.empty() && first != std::string_view::npos &&
                       text.find(kNamePlace, first + 1) != std::string_view::npos;
    return twice ? "holds {name} twice" : "";
  }
  if (allowed.empty())
    return place == kNamePlace ? "cannot hold {name}: only `ok` can"
                               : "cannot hold " + std::string(place);
  const std::array<std::string_view, 1> known = {allowed};
  const auto hint = nearest(place, known).empty() ? "only {name} is known" : "did you mean {name}?";
  return "holds " + std::string(place) + "; " + hint;
}

Result<void> read_answer(const Table& table, std::string_view key, std::string_view allowed,
                         std::string& answer) {
  const auto* value = table.field(key);
  if (!value) return {};
  const auto* text = value->text();
  const auto name = "host." + std::string(key);
  if (!text) return problem(name + " is a string, not a " + std::string(type_name(*value)));
  if (const auto wrong = wrong_with_answer(*text, allowed); !wrong.empty())
    return problem(name + " " + wrong);
  answer = *text;
  return {};
}

std::string wrong_with_verb(std::string_view word) {
  if (word.empty()) return "is empty";
  if (!text::is_visible(word)) return "holds a control character or bytes that are no UTF-8";
  for (const std::string_view blank : {" ", "\t", "\u00a0", "\u3000"})
    if (word.find(blank) != std::string_view::npos)
      return "holds a blank: a verb ends where the first blank is";
  if (word.size() > kMaxVerb) return "is longer than " + std::to_string(kMaxVerb) + " bytes";
  return {};
}

std::string_view name_of(Verb verb) {
  return kVerbs[static_cast<size_t>(verb)].first;
}

// Only "Q" leaves without a name. Other words alone can be anything, and an answer to one could be
// a request to another room that answers in turn.
ClassicWords::Spelling spelling_of(const std::string& word, Verb verb) {
  return {word, verb, verb == Verb::chat || (verb == Verb::quit && word != "Q")};
}

Result<void> add_verb(const Value& value, Verb verb, std::vector<ClassicWords::Spelling>& given) {
  const auto where = "host.verbs." + std::string(name_of(verb));
  const auto* list = value.table();
  if (!list || !list->fields.empty() || list->items.empty())
    return problem(where + " is a list of words, as { \"" +
                   std::string(standard_words().word_for(verb)) + "\" }");
  for (const auto& item : list->items) {
    const auto* word = item.text();
    if (!word)
      return problem(where + " holds a " + std::string(type_name(item)) +
                     "; it is a list of words");
    if (const auto wrong = wrong_with_verb(*word); !wrong.empty())
      return problem(fmt::format("{}: the word `{}` {}", where, text::visible(*word), wrong));
    const auto clash = std::find_if(given.begin(), given.end(),
                                    [&](const auto& other) { return other.word == *word; });
    if (clash != given.end())
      return problem(clash->verb == verb ? where + " holds `" + *word + "` twice"
                                         : "`" + *word + "` cannot be both host.verbs." +
                                               std::string(name_of(clash->verb)) + " and " + where);
    given.push_back(spelling_of(*word, verb));
  }
  return {};
}

Result<std::vector<ClassicWords::Spelling>> read_verbs(const Value& value) {
  const auto* table = value.table();
  if (!table || !table->items.empty())
    return problem(
        "host.verbs is a table, as { login = { \"L\" }, chat = { \"C\" }, quit = { \"Q\" } }");
  std::array<std::string_view, kVerbs.size()> names;
  std::transform(kVerbs.begin(), kVerbs.end(), names.begin(),
                 [](const auto& it) { return it.first; });
  for (const auto& [key, words] : table->fields) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    const auto meant = nearest(key, names);
    return problem("host.verbs has no `" + text::visible(key) + "`; " +
                   (meant.empty() ? "there are: login, chat, quit"
                                  : "did you mean `" + std::string(meant) + "`?"));
  }
  std::vector<ClassicWords::Spelling> given;
  for (const auto& [name, verb] : kVerbs)
    if (const auto* words = table->field(name))
      if (auto added = add_verb(*words, verb, given); !added) return tl::unexpected(added.error());
  return given;
}

// Appends the standard words that have not been given another meaning.
Result<void> add_standard(std::vector<ClassicWords::Spelling>& spellings) {
  const size_t given = spellings.size();
  for (const auto& standard : standard_words().spellings) {
    const auto end = spellings.begin() + static_cast<std::ptrdiff_t>(given);
    if (std::none_of(spellings.begin(), end,
                     [&](const auto& own) { return own.word == standard.word; }))
      spellings.push_back(standard);
  }
  for (const auto& [name, verb] : kVerbs)
    if (std::none_of(spellings.begin(), spellings.end(),
                     [wanted = verb](const auto& own) { return own.verb == wanted; }))
      return problem("host.verbs leaves no word for " + std::string(name) + ": give it one");
  return {};
}

// Two rooms whose answers are requests to each other would exchange them forever, and one forged
// address is enough to start that.
bool is_answered(std::string_view answer, const ClassicWords& words) {
  const auto request = decode(answer, words);
  if (!request) return false;
  return request->verb == Verb::quit || (request->verb == Verb::login && !request->name.empty());
}

Result<void> check_answers(const ClassicWords& words) {
  if (words.is_welcome(words.end))
    return problem("host.ok and host.exit are the same to a client: `" + words.end + "`");
  for (const auto* known : {&words, &standard_words()}) {
    if (is_answered(words.welcome_of("x"), *known))
      return problem("host.ok, `" + words.welcome + "`, is itself a request");
    if (is_answered(words.end, *known))
      return problem("host.exit, `" + words.end + "`, is itself a request");
  }
  return {};
}

}  // namespace

std::string ClassicWords::welcome_of(std::string_view name) const {
  auto text = welcome;
  if (const auto at = text.find(kNamePlace); at != std::string::npos)
    text.replace(at, kNamePlace.size(), name);
  return text;
}

bool ClassicWords::is_welcome(std::string_view text) const {
  const auto at = welcome.find(kNamePlace);
  if (at == std::string::npos) return text == welcome;
  const auto before = std::string_view(welcome).substr(0, at);
  const auto behind = std::string_view(welcome).substr(at + kNamePlace.size());
  return text.size() > before.size() + behind.size() && text.starts_with(before) &&
         text.ends_with(behind);
}

std::string_view ClassicWords::word_for(Verb verb) const {
  const auto found = std::find_if(spellings.begin(), spellings.end(),
                                  [verb](const Spelling& each) { return each.verb == verb; });
  return found == spellings.end() ? std::string_view() : found->word;
}

const ClassicWords& standard_words() {
  static const ClassicWords kStandard = {"OK",
                                         "EXIT",
                                         {{"L", Verb::login, false},
                                          {"LOGIN", Verb::login, false},
                                          {"C", Verb::chat, true},
                                          {"CHAT", Verb::chat, true},
                                          {"Q", Verb::quit, false},
                                          {"E", Verb::quit, true},
                                          {"EXIT", Verb::quit, true},
                                          {"QUIT", Verb::quit, true}}};
  return kStandard;
}

Result<ClassicWords> classic_words(const Table& table) {
  ClassicWords words = {standard_words().welcome, standard_words().end, {}};
  if (auto read = read_answer(table, "ok", kNamePlace, words.welcome); !read)
    return tl::unexpected(read.error());
  if (auto read = read_answer(table, "exit", {}, words.end); !read)
    return tl::unexpected(read.error());
  if (const auto* verbs = table.field("verbs")) {
    auto given = read_verbs(*verbs);
    if (!given) return tl::unexpected(given.error());
    words.spellings = std::move(*given);
  }
  if (auto added = add_standard(words.spellings); !added) return tl::unexpected(added.error());
  if (auto checked = check_answers(words); !checked) return tl::unexpected(checked.error());
  return words;
}

}  // namespace moonroom::wire
