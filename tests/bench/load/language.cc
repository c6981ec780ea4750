#include "bench/load/language.h"

namespace moonroom::bench {

const std::vector<Language>& languages() {
  static const auto usual = [] { return streams(Acknowledge::as_usual); };
  static const auto at_once = [] { return streams(Acknowledge::at_once); };
  static const std::vector<Language> all = {
      {"text", true, datagrams, text_tongue},
      {"packed", true, datagrams, packed_tongue},
      {"merged", true, merged_datagrams, packed_tongue},
      {"session", false, merged_datagrams, session_tongue},
      {"mqtt", false, usual, mqtt_tongue},
      {"nats", false, usual, nats_tongue},
      {"irc", false, at_once, irc_tongue},
  };
  return all;
}

}  // namespace moonroom::bench
