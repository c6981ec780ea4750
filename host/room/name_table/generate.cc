// Generates the tables of room/look.cc and room/name.cc as C++: what each code point looks like,
// and its class in a name. Runs once during the build and is the only program that needs ICU, which
// supplies UTS 39's confusables, NFKC_Casefold, the simplified Han characters and the scripts. The
// mapping is idempotent.
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utrans.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "near_twins.h"

namespace moonroom::name_table {
namespace {

using Text = std::u32string;

constexpr char32_t kEnd = 0x110000;

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
}

std::u16string to_utf16(const Text& text) {
  std::u16string out;
  for (const char32_t point : text) {
    if (point >= 0x10000) out += static_cast<char16_t>(U16_LEAD(point));
    out += static_cast<char16_t>(point >= 0x10000 ? U16_TRAIL(point) : point);
  }
  return out;
}

Text to_utf32(const std::u16string& text) {
  Text out;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    UChar32 point = 0;
    U16_NEXT(text.data(), at, static_cast<int32_t>(text.size()), point);
    out += static_cast<char32_t>(point);
  }
  return out;
}

// ── ICU's steps ─────────────────────────────────────────────────────────────────────────────────

Text normalized(const UNormalizer2* how, const Text& text) {
  const auto in = to_utf16(text);
  std::u16string out(in.size() * 20 + 20, u' ');
  UErrorCode status = U_ZERO_ERROR;
  const auto size = unorm2_normalize(how, in.data(), static_cast<int32_t>(in.size()), out.data(),
                                     static_cast<int32_t>(out.size()), &status);
  require(status, "unorm2_normalize");
  out.resize(static_cast<size_t>(size));
  return to_utf32(out);
}

const UNormalizer2* normalizer(const UNormalizer2* (*get)(UErrorCode*)) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* found = get(&status);
  require(status, "a normalizer");
  return found;
}

Text confusable(const Text& text) {
  static USpoofChecker* const checker = [] {
    UErrorCode status = U_ZERO_ERROR;
    auto* opened = uspoof_open(&status);
    require(status, "uspoof_open");
    return opened;
  }();
  const auto in = to_utf16(text);
  std::u16string out(in.size() * 20 + 20, u' ');
  UErrorCode status = U_ZERO_ERROR;
  const auto size = uspoof_getSkeleton(checker, 0, in.data(), static_cast<int32_t>(in.size()),
                                       out.data(), static_cast<int32_t>(out.size()), &status);
  require(status, "uspoof_getSkeleton");
  out.resize(static_cast<size_t>(size));
  return to_utf32(out);
}

// One code point at a time: readers confuse shapes, not words.
Text simplified(const Text& text) {
  static UTransliterator* const hans = [] {
    UErrorCode status = U_ZERO_ERROR;
    auto* opened = utrans_openU(u"Hant-Hans", -1, UTRANS_FORWARD, nullptr, 0, nullptr, &status);
    require(status, "utrans_openU");
    return opened;
  }();
  Text out;
  for (const char32_t point : text) {
    auto one = to_utf16({point});
    auto size = static_cast<int32_t>(one.size());
    one.resize(16);
    int32_t limit = size;
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_hasScript(static_cast<UChar32>(point), USCRIPT_HAN))
      utrans_transUChars(hans, one.data(), &size, 16, 0, &limit, &status);
    require(status, "utrans_transUChars");
    one.resize(static_cast<size_t>(size));
    out += to_utf32(one);
  }
  return out;
}

// ── Additions to UTS 39 ──────────────────────────────────────────────────────────────────────────

std::string name_of(char32_t point) {
  std::array<char, 128> name{};
  UErrorCode status = U_ZERO_ERROR;
  u_charName(static_cast<UChar32>(point), U_UNICODE_CHAR_NAME, name.data(), name.size(), &status);
  return name.data();
}

char32_t named(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto point = u_charFromName(U_UNICODE_CHAR_NAME, name.c_str(), &status);
  return U_SUCCESS(status) ? static_cast<char32_t>(point) : 0;
}

// The base letter of a framed letter, a small capital, a letter with a stroke or hook, or a small
// kana, from its Unicode name. 0 for other code points.
char32_t find_plain_letter(char32_t point) {
  static const std::regex latin(
      "(?:.* )?(?:LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER|LETTER SMALL CAPITAL)|"
      "REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])(?: WITH .*)?");
  static const std::regex small_kana("(HIRAGANA|KATAKANA) LETTER SMALL ([A-Z]+)");
  const auto name = name_of(point);
  if (name.find("LETTER") == std::string::npos) return 0;
  std::smatch found;
  if (name.find(" LETTER SMALL ") != std::string::npos && std::regex_match(name, found, small_kana))
    return named(found.str(1) + " LETTER " + found.str(2));
  const bool maybe_latin = name.find("LATIN") != std::string::npos || name.starts_with("REGIONAL");
  if (!maybe_latin || !std::regex_match(name, found, latin)) return 0;
  return static_cast<char32_t>(found.str(1)[0] - 'A' + 'a');
}

char32_t plain_letter(char32_t point) {
  static std::map<char32_t, char32_t> known;
  const auto [found, is_new] = known.try_emplace(point, 0);
  if (is_new) found->second = find_plain_letter(point);
  return found->second;
}

// Vowel signs and viramas are kept as letters of their scripts; marks on letters are dropped.
bool is_dropped_mark(char32_t point) {
  const auto category = u_charType(static_cast<UChar32>(point));
  if (category == U_ENCLOSING_MARK) return true;
  if (category != U_NON_SPACING_MARK) return false;
  static const std::set<int> kept = {0, 9, 84, 91, 103, 118, 129, 130, 132};
  return !kept.contains(u_getCombiningClass(static_cast<UChar32>(point)));
}

// Invisible, or a placeholder for an unknown character.
bool is_blank(char32_t point) {
  static const std::set<char32_t> others = {0x2800, 0x16fe4, 0x1d159, 0xfffc, 0xfffd};
  const auto it = static_cast<UChar32>(point);
  return u_hasBinaryProperty(it, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         u_hasBinaryProperty(it, UCHAR_WHITE_SPACE) || others.contains(point);
}

bool is_skin_tone(char32_t point) {
  return u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_EMOJI_MODIFIER);
}

Text plainer(const Text& text) {
  Text out;
  for (const char32_t point : text) {
    if (is_dropped_mark(point) || is_blank(point) || is_skin_tone(point)) continue;
    const auto letter = plain_letter(point);
    out += letter != 0 ? letter : point;
  }
  return out;
}

Text without_twins(const Text& text) {
  Text out;
  for (const char32_t point : text) {
    const auto* twin =
        std::find_if(std::begin(kNearTwins), std::end(kNearTwins),
                     [&](const Twin& it) { return Text(it.text) == Text(1, point); });
    out += twin == std::end(kNearTwins) ? Text(1, point) : Text(twin->looks_like);
  }
  return out;
}

// ── The two looks ───────────────────────────────────────────────────────────────────────────────

// Applies `step` until nothing changes; in a cycle, returns the smallest text.
template <class Step>
Text closed(Text text, Step step) {
  std::vector<Text> seen;
  while (std::find(seen.begin(), seen.end(), text) == seen.end()) {
    seen.push_back(text);
    text = step(text);
  }
  return *std::min_element(std::find(seen.begin(), seen.end(), text), seen.end());
}

Text folded_once(const Text& text) {
  static const auto* const casefold = normalizer(unorm2_getNFKCCasefoldInstance);
  static const auto* const nfd = normalizer(unorm2_getNFDInstance);
  auto small = plainer(normalized(nfd, normalized(casefold, text)));
  auto look = plainer(confusable(small));
  return without_twins(plainer(normalized(nfd, simplified(look))));
}

Text folded(const Text& text) {
  return closed(text, folded_once);
}

// As displayed: UTS 39 before case folding, because I looks like l and i does not.
Text shown(const Text& text) {
  static const auto* const nfkc = normalizer(unorm2_getNFKCInstance);
  return folded(closed(text, [](const Text& it) { return normalized(nfkc, confusable(it)); }));
}

// ── Classes of code points ───────────────────────────────────────────────────────────────────────

bool contains_colon(const Text& text) {
  return text.find(U':') != Text::npos;
}

bool is_picture(char32_t point) {
  const auto it = static_cast<UChar32>(point);
  const bool arrow_or_shape =
      (point >= 0x2190 && point < 0x2300) || (point >= 0x25a0 && point < 0x2600) ||
      (point >= 0x2794 && point < 0x27c0) || (point >= 0x2900 && point < 0x2c00);
  return u_charType(it) == U_OTHER_SYMBOL && u_hasBinaryProperty(it, UCHAR_EMOJI) &&
         !arrow_or_shape;
}

const char* kind_of(char32_t point) {
  const auto category = U_MASK(u_charType(static_cast<UChar32>(point)));
  if (is_blank(point) || (category & (U_GC_C_MASK | U_GC_Z_MASK))) return "hidden";
  if (contains_colon(folded({point})) || contains_colon(shown({point}))) return "colon";
  if (category & (U_GC_MN_MASK | U_GC_ME_MASK)) return "mark";
  if (category & U_GC_MC_MASK) return "sign";
  if ((category & (U_GC_L_MASK | U_GC_N_MASK))) return "letter";
  return is_picture(point) ? "picture" : "symbol";
}

constexpr size_t kScripts = 256;
using Scripts = std::array<uint64_t, kScripts / 64>;

void add(Scripts& set, int script) {
  set.at(static_cast<size_t>(script) / 64) |= uint64_t{1} << (script % 64);
}

// Adds the sets of UTS 39, 5.1: Han is also used in Japanese, Korean and with Bopomofo.
Scripts scripts_of(char32_t point) {
  std::array<UScriptCode, 64> found{};
  UErrorCode status = U_ZERO_ERROR;
  const auto count = uscript_getScriptExtensions(static_cast<UChar32>(point), found.data(),
                                                 static_cast<int32_t>(found.size()), &status);
  require(status, "uscript_getScriptExtensions");
  Scripts set{};
  for (int32_t i = 0; i < count; ++i) {
    const auto script = found.at(static_cast<size_t>(i));
    if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED) {
      set.fill(~uint64_t{0});
      return set;
    }
    add(set, script);
    if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA)
      add(set, USCRIPT_JAPANESE);
    if (script == USCRIPT_HAN || script == USCRIPT_HANGUL) add(set, USCRIPT_KOREAN);
    if (script == USCRIPT_HAN || script == USCRIPT_BOPOMOFO) add(set, USCRIPT_HAN_WITH_BOPOMOFO);
  }
  return set;
}

// ── Printing ────────────────────────────────────────────────────────────────────────────────────

std::string to_utf8(const Text& text) {
  std::string out;
  for (const char32_t point : text) {
    std::array<uint8_t, 4> bytes{};
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, point);
    out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(size));
  }
  return out;
}

// All texts concatenated, each once.
class Pool {
 public:
  size_t place_of(const std::string& text) {
    const auto [found, is_new] = places_.try_emplace(text, bytes_.size());
    if (is_new) bytes_ += text;
    return found->second;
  }
  void print() const {
    std::printf("constexpr unsigned char kTexts[] = {");
    for (const char byte : bytes_) std::printf("%d,", static_cast<unsigned char>(byte));
    std::printf("0};\n");
  }

 private:
  std::string bytes_;
  std::map<std::string, size_t> places_;
};

void print_looks(const char* name, const std::map<char32_t, Text>& looks, Pool& pool) {
  std::printf("constexpr Look %s[] = {\n", name);
  for (const auto& [point, text] : looks) {
    const auto bytes = to_utf8(text);
    std::printf("{0x%x,%zu,%zu},\n", static_cast<unsigned>(point), pool.place_of(bytes),
                bytes.size());
  }
  std::printf("};\n");
}

void print_looks() {
  static const auto* const nfd = normalizer(unorm2_getNFDInstance);
  std::map<char32_t, Text> all_folded;
  std::map<char32_t, Text> all_shown;
  for (char32_t point = 0; point < kEnd; ++point) {
    const auto it = static_cast<UChar32>(point);
    if (!u_isdefined(it) || U_IS_SURROGATE(it)) continue;
    const Text text(1, point);
    const auto seen = shown(text);
    auto small = folded(text);
    // Texts are decomposed before lookup.
    const bool decomposes = normalized(nfd, text) != text;
    if (decomposes) continue;
    if (seen != small) all_shown[point] = seen;
    if (small != text) all_folded[point] = std::move(small);
  }
  Pool pool;
  print_looks("kFolded", all_folded, pool);
  print_looks("kShown", all_shown, pool);
  pool.print();
}

void print_ranges() {
  std::vector<Scripts> sets;
  std::string before;
  std::printf("constexpr Range kRanges[] = {\n");
  for (char32_t point = 0; point < kEnd; ++point) {
    const auto scripts = scripts_of(point);
    auto set = std::find(sets.begin(), sets.end(), scripts);
    if (set == sets.end()) set = sets.insert(set, scripts);
    const auto what =
        std::string("Kind::") + kind_of(point) + "," + std::to_string(set - sets.begin());
    if (what != before) std::printf("{0x%x,%s},\n", static_cast<unsigned>(point), what.c_str());
    before = what;
  }
  std::printf("};\nconstexpr ScriptSet kScriptSets[] = {\n");
  for (const auto& set : sets) {
    std::printf("{{");
    for (const auto word : set) std::printf("0x%llxu,", static_cast<unsigned long long>(word));
    std::printf("}},\n");
  }
  std::printf("};\n");
}

// Script sets that can be mixed with Latin: UTS 39's level "highly restrictive".
void print_neighbours() {
  const std::vector<std::vector<int>> all = {
      {USCRIPT_LATIN, USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA},
      {USCRIPT_LATIN, USCRIPT_HAN, USCRIPT_BOPOMOFO},
      {USCRIPT_LATIN, USCRIPT_HAN, USCRIPT_HANGUL}};
  std::printf("constexpr ScriptSet kTogether[] = {\n");
  for (const auto& scripts : all) {
    Scripts set{};
    for (const int script : scripts) add(set, script);
    std::printf("{{");
    for (const auto word : set) std::printf("0x%llxu,", static_cast<unsigned long long>(word));
    std::printf("}},\n");
  }
  std::printf("};\n");
}

void print_zeros() {
  static const auto* const nfkc = normalizer(unorm2_getNFKCInstance);
  std::printf("constexpr char32_t kZeros[] = {");
  for (char32_t point = 0; point < kEnd; ++point) {
    const bool zero = u_charType(static_cast<UChar32>(point)) == U_DECIMAL_DIGIT_NUMBER &&
                      u_charDigitValue(static_cast<UChar32>(point)) == 0;
    if (zero && normalized(nfkc, {point}) == Text(1, point))
      std::printf("0x%x,", static_cast<unsigned>(point));
  }
  std::printf("};\n");
}

}  // namespace
}  // namespace moonroom::name_table

// An uncaught exception ends the build with its message, as intended.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main() {
  using namespace moonroom::name_table;
  std::printf("// Made by room/name_table/generate.cc, of ICU %s (Unicode %s).\n", U_ICU_VERSION,
              U_UNICODE_VERSION);
  print_looks();
  print_ranges();
  print_neighbours();
  print_zeros();
  return 0;
}
