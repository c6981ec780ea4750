#include "room/post_template.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;
using room::Audience;
using room::PostTemplate;

namespace {

std::string filled(const char* line, const room::TemplateValues& values) {
  room::Post post;
  render(PostTemplate{"notice", line, PostTemplate::To::others}, values, post);
  return post.line;
}

Audience audience(PostTemplate::To to, room::MemberId who) {
  room::Post post;
  render(PostTemplate{"notice", "x", to}, {who, "ann", "hi"}, post);
  return post.audience;
}

}  // namespace

TEST_CASE("gaps are filled in, and all else stays as it is") {
  const room::TemplateValues said{1, "ann", "hi"};
  CHECK(filled("{name}: {text}", said) == "ann: hi");
  CHECK(filled("{text}{text}{name}", said) == "hihiann");
  CHECK(filled("no gap", said) == "no gap");
  CHECK(filled("{nmae} {} {name", said) == "{nmae} {} {name");
  CHECK(filled("{{name}} {x{text}", said) == "{ann} {xhi");
  CHECK(filled("{name}退出了聊天室 ({why})", {1, "张三", "quit"}) == "张三退出了聊天室 (quit)");
}

TEST_CASE("values of placeholders contain no placeholders") {
  CHECK(filled("{name}: {text}", {1, "{text}", "{name} 100% %1"}) == "{text}: {name} 100% %1");
}

TEST_CASE("a post has its author and text in fields of their own") {
  room::Post post{"old", "old", "old", "old", {Audience::Kind::only, {1, 2, 3}}};
  render(PostTemplate{"message", "{name}: {text}", PostTemplate::To::others}, {7, "ann", "hi"},
         post);
  CHECK(post.kind == "message");
  CHECK(post.from == "ann");
  CHECK(post.text == "hi");
  CHECK(post.line == "ann: hi");
}

TEST_CASE("a template has an audience; for the administrator, others are everyone") {
  CHECK(audience(PostTemplate::To::others, 7).kind == Audience::Kind::others);
  CHECK(audience(PostTemplate::To::others, 7).members == std::vector<room::MemberId>{7});
  CHECK(audience(PostTemplate::To::member, 7).kind == Audience::Kind::only);
  CHECK(audience(PostTemplate::To::member, 7).members == std::vector<room::MemberId>{7});
  CHECK(audience(PostTemplate::To::everyone, 7).kind == Audience::Kind::everyone);
  CHECK(audience(PostTemplate::To::everyone, 7).members.empty());
  CHECK(audience(PostTemplate::To::others, 0).kind == Audience::Kind::everyone);
}

TEST_CASE("a template converts to plain data and back, and other data is no template") {
  const PostTemplate form{"message", "{name}: {text}", PostTemplate::To::member};
  const auto back = room::template_of(to_value(form));
  REQUIRE(back);
  CHECK(back->kind == form.kind);
  CHECK(back->line == form.line);
  CHECK(back->to == form.to);
  CHECK_FALSE(room::template_of(Value()));
  CHECK_FALSE(room::template_of(Value("text")));
  for (const auto& [key, wrong] : {std::pair<const char*, Value>{"to", "them"},
                                   {"to", 3.0},
                                   {"line", ""},
                                   {"line", "\xff"},
                                   {"kind", "\xff"},
                                   {"line", std::string(1025, 'x')},
                                   {"kind", std::string(1025, 'x')}}) {
    const std::string field = key;
    CAPTURE(field);
    auto value = to_value(form);
    std::get<Table>(value.data).fields[field] = wrong;
    CHECK_FALSE(room::template_of(value));
  }
}

TEST_CASE("a line of gaps cannot be longer than is said beforehand") {
  std::string line;
  for (size_t i = 0; i < room::kMaxPlaceholders; ++i) line += "{text}";
  const PostTemplate most{"notice", line, PostTemplate::To::others};
  CHECK(validate(most).empty());
  const std::string said(1000, 'x');
  const room::TemplateValues values{1, "ann", said};
  room::Post post;
  render(most, values, post);
  CHECK(post.line.size() == 8000);
  CHECK(max_rendered_size(most, values) >= post.line.size());
  CHECK(validate(PostTemplate{"notice", line + "{name}", PostTemplate::To::others}) ==
        "its line has more than 8 gaps");
}
