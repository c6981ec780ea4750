#include "secure/identity.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "secure/fingerprint.h"
#include "support/folder.h"

using namespace moonroom;
using moonroom::secure::Identity;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::trunc) << bytes;
}

unsigned mode_of(const fs::path& path) {
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  return about.st_mode & 07777;
}

std::string problem_with(const fs::path& path) {
  const auto identity = Identity::open(path);
  REQUIRE(!identity);
  return identity.error().what;
}

std::string pem_of(gnutls_pk_algorithm_t kind) {
  const auto key = secure::made<secure::PrivateKeyHandle>(gnutls_x509_privkey_init);
  secure::demand(gnutls_x509_privkey_generate(key.get(), kind,
                                              GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
  gnutls_datum_t pem{};
  secure::demand(gnutls_x509_privkey_export2_pkcs8(key.get(), GNUTLS_X509_FMT_PEM, nullptr,
                                                   GNUTLS_PKCS_PLAIN, &pem));
  std::string text(reinterpret_cast<const char*>(pem.data), pem.size);
  gnutls_free(pem.data);
  return text;
}

struct Key : support::Folder {
  fs::path path = root / "host.key";
  Result<Identity> identity = Identity::open(path);
};

}  // namespace

TEST_CASE("a host's key is made once, for its owner alone, and read from then on") {
  Key key;
  REQUIRE(key.identity);
  CHECK(mode_of(key.path) == 0600);
  const auto bytes = read(key.path);
  CHECK(bytes.starts_with("-----BEGIN PRIVATE KEY-----"));
  const auto again = Identity::open(key.path);
  REQUIRE(again);
  CHECK(again->fingerprint() == key.identity->fingerprint());
  CHECK(read(key.path) == bytes);
  CHECK(std::distance(fs::directory_iterator(key.root), {}) == 1);
}

TEST_CASE("a fingerprint is SHA256: and 43 letters, and no two hosts have the same") {
  const auto one = Identity::ephemeral().fingerprint();
  CHECK(one.size() == 50);
  CHECK(one.starts_with("SHA256:"));
  CHECK(secure::parse_fingerprint(one) == one);
  CHECK(one != Identity::ephemeral().fingerprint());
}

TEST_CASE("a key that others may read is not used") {
  for (const unsigned mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0666U}) {
    Key key;
    REQUIRE(::chmod(key.path.c_str(), mode) == 0);
    const auto problem = problem_with(key.path);
    CAPTURE(problem);
    CHECK(problem.find(key.path.string()) != std::string::npos);
    CHECK(problem.find("chmod 600") != std::string::npos);
  }
}

TEST_CASE("a key that is damaged is neither used nor replaced") {
  Key key;
  const auto whole = read(key.path);
  const auto other_kind =
      std::string("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
  for (const auto& bytes :
       {std::string(), whole.substr(0, 60), other_kind, std::string(4000, '\0')}) {
    write(key.path, bytes);
    const auto problem = problem_with(key.path);
    CAPTURE(problem);
    CHECK(problem.find("remove it") != std::string::npos);
    CHECK(read(key.path) == bytes);
  }
}

TEST_CASE("a key of another kind is none") {
  Key key;
  write(key.path, pem_of(GNUTLS_PK_ECDSA));
  CHECK(problem_with(key.path).find("Ed25519") != std::string::npos);
}

TEST_CASE("a file that is not regular, or far too long, is no key") {
  Key key;
  CHECK(problem_with(key.root).find("is no file") != std::string::npos);
  write(key.path, std::string(2'000'000, 'x'));
  CHECK(problem_with(key.path).find("too long") != std::string::npos);
  fs::remove(key.path);
  REQUIRE(::mkfifo(key.path.c_str(), 0600) == 0);
  CHECK(problem_with(key.path).find("is no file") != std::string::npos);
}

TEST_CASE("a place where no key can be kept is a problem") {
  support::Folder folder;
  CHECK(problem_with(folder.root / "missing" / "host.key").find("cannot be written") !=
        std::string::npos);
}

TEST_CASE("a leftover of a crash does not matter") {
  support::Folder folder;
  write(folder.root / "host.key.new", "half a ke");
  REQUIRE(Identity::open(folder.root / "host.key"));
  CHECK(mode_of(folder.root / "host.key") == 0600);
  CHECK(!fs::exists(folder.root / "host.key.new"));
}
