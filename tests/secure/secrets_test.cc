#include <doctest/doctest.h>

#include <string>

#include "secure/password_hash.h"
#include "secure/token.h"

using namespace moonroom::secure;

TEST_CASE("a token's digest is its SHA-256") {
  CHECK(token_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto token = random_token();
  CHECK(token.size() == 32);
  CHECK(token_digest(token) == token_digest(token));
  CHECK(token_digest(token) != token_digest(random_token()));
}

TEST_CASE("only the right password matches its hash") {
  const auto kept = password_hash("open sesame");
  CHECK(kept.starts_with("pbkdf2-sha256$20000$"));
  CHECK(kept.find("sesame") == std::string::npos);
  CHECK(password_hash("open sesame") != kept);
  CHECK(password_verify("open sesame", kept));
  for (const auto* word : {"", "open", "Open sesame", "open sesame "})
    CHECK_FALSE(password_verify(word, kept));
  // Made by another implementation (Python's hashlib).
  CHECK(password_verify("passwd",
                        "pbkdf2-sha256$1$73616c7473616c7473616c7473616c74$"
                        "731b468a30a3ce7f2a23e6c859c9bfd574121bd99279c8ea84aabd70a5efcb29"));
}

TEST_CASE("an invalid hash matches no password") {
  const auto kept = password_hash("x");
  for (const auto& forged :
       {std::string(), std::string("x"), std::string("$$$"), kept.substr(1), kept + "0", kept + "$",
        std::string("pbkdf2-sha256$0$00$00"),
        std::string("pbkdf2-sha256$4294967295") + kept.substr(19),
        std::string("pbkdf2-sha256$-1") + kept.substr(19), kept.substr(0, kept.size() - 1)}) {
    CAPTURE(forged);
    CHECK_FALSE(password_verify("x", forged));
  }
}
