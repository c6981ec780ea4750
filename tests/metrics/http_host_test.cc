#include "metrics/http_host.h"

#include <doctest/doctest.h>

using moonroom::metrics::is_own_host;

TEST_CASE("a host is an address, localhost or an own name") {
  const std::vector<std::string> names = {"chat.example.org", "Pi", ""};
  for (const auto* own :
       {"127.0.0.1", "127.0.0.1:9464", "10.0.0.7:80", "[::1]", "[::1]:9464", "[fe80::1]:1",
        "localhost", "LocalHost:9464", "localhost.", "localhost.:9464", "chat.example.org",
        "CHAT.EXAMPLE.ORG:9464", "chat.example.org.", "pi", "pi:1", "localhost:"}) {
    INFO(own);
    CHECK(is_own_host(own, names));
  }
  for (const auto* foreign : {"",
                              ":9464",
                              "evil.example",
                              "evil.example:9464",
                              "localhost.evil.example",
                              "127.0.0.1.evil.example",
                              "127.0.0.1:9464.evil.example",
                              "evil.example.",
                              ".",
                              "pi.",
                              "pi..",
                              "chat.example.org.evil",
                              "xchat.example.org",
                              "example.org",
                              "::1",
                              "[::1",
                              "[127.0.0.1]",
                              "[localhost]",
                              "[::1]x",
                              "[::1]:x",
                              "localhost:80x",
                              "localhost:123456",
                              "localhost@evil.example",
                              "localhost evil",
                              "0x7f.1",
                              "2130706433",
                              "127.1",
                              "[]",
                              "[]:1",
                              "loc\xc3\xa5lhost",
                              "localhost,evil.example",
                              "localhost/x"}) {
    INFO(foreign);
    CHECK(is_own_host(foreign, names) == (std::string_view(foreign) == "pi."));
  }
}
