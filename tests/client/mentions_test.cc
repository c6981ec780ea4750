#include "client/mentions.h"

#include <doctest/doctest.h>

using moonroom::client::mentions;

TEST_CASE("a name is found in any case, normal form and script") {
  struct Sample {
    const char* text;
    const char* name;
    bool names;
  };
  const Sample samples[] = {
      {"ann", "ann", true},
      {"is Ann here?", "ann", true},
      {"ANN!", "ann", true},
      {"ann's", "ann", true},
      {"(ann)", "ann", true},
      {"@ann, hi", "ann", true},
      {"annoying", "ann", false},
      {"joann", "ann", false},
      {"ann2", "ann", false},
      {"ann_", "ann", false},
      {"annähernd", "ann", false},
      {"Räann", "ann", false},
      {"änn", "ann", false},
      {"ann\u0308", "ann", false},
      {"Änn kommt", "änn", true},
      {"änn kommt", "Änn", true},
      {"a\u0308nn kommt", "änn", true},
      {"änn kommt", "a\u0308nn", true},
      {"A\u0308NN KOMMT", "änn", true},
      {"GROSS", "groß", true},
      {"ΝΊΚΟΣ, γεια", "νίκος", true},
      {"Анна, привет", "анна", true},
      {"Аннанова", "анна", false},
      {"annа", "ann", false},
      {"ann和bob", "ann", true},
      {"请ann过来", "ann", true},
      {"annさん", "ann", true},
      {"ann이 왔다", "ann", true},
      {"annครับ", "ann", true},
      {"找张三丰", "张三", true},
      {"张四", "张三", false},
      {"あかねちゃん", "あかね", true},
      {"アカネさん", "アカネ", true},
      {"민수야 안녕", "민수", true},
      {"김민수", "민수", false},
      {"\u1106\u1175\u11ab\u1109\u116e 안녕", "민수", true},
      {"สวัสดีสมชายครับ", "สมชาย", true},
      {"محمد، مرحبا", "محمد", true},
      {"محمدي", "محمد", false},
      {"שלום דנה", "דנה", true},
      {"राम, नमस्ते", "राम", true},
      {"रामायण", "राम", false},
      {"hi 🐱!", "🐱", true},
      {"🐱\u200d👤", "🐱", false},
      {"👍🏽", "👍", false},
      {"x 李Bob y", "李bob", true},
      {"annann ann", "ann", true},
      {"ann\xff", "ann", true},
      {"", "ann", false},
      {"anything", "", false},
  };
  for (const auto& sample : samples) {
    CAPTURE(sample.text);
    CAPTURE(sample.name);
    CHECK(mentions(sample.text, sample.name) == sample.names);
  }
}
