#include "walls/program_generator.h"

#include <array>
#include <random>
#include <string_view>
#include <vector>

namespace moonroom::walls {
namespace {

// The beginning of every program: `put` collects the output to compare, `step` bounds all loops and
// recursion, `M` makes an object with every metamethod, and functions that could loop in C are
// limited.
constexpr std::string_view kBegin = R"(local out, steps, depth = {}, 0, 0
local function show(v, deep)
  if type(v) == "string" then return #v > 40 and #v .. ":" .. v:sub(1, 40) or v end
  if v ~= v then return "nan" end
  if type(v) ~= "table" or deep then return type(v) == "number" and ("%.14g"):format(v) or type(v) end
  local items = {}
  for i = 1, math.min(#v, 5) do items[i] = show(rawget(v, i), true) end
  return "{" .. table.concat(items, ",") .. "}"
end
local function put(...)
  for i = 1, math.min(select("#", ...), 20) do if #out < 400 then out[#out + 1] = show((select(i, ...))) end end
end
local function step()
  steps = steps + 1
  if steps > 3000 then error("steps", 0) end
  return true
end
local function within(n) return math.floor((tonumber(n) or 1) % 40) end
local function rep(s, n) return string.rep(s, within(n)) end
local function insert(t, n, v) return table.insert(t, within(n) % (#t + 1) + 1, v) end
local function remove(t, n) return table.remove(t, within(n)) end
local meta = {}
local function M(n) return setmetatable({ n = n }, meta) end
local function num(v) if type(v) == "table" then return rawget(v, "n") or 0 end return tonumber(v) or 0 end
meta.__add = function(a, b) return M(num(a) + num(b)) end
meta.__sub = function(a, b) return num(a) - num(b) end
meta.__mul = function(a, b) return M(num(a) * num(b) % 1000) end
meta.__div = function(a, b) return num(b) end
meta.__mod = function(a, b) return a end
meta.__pow = function(a, b) return b end
meta.__unm = function(a) return M(-num(a)) end
meta.__concat = function(a, b) return (type(a) == "table" and "m" .. num(a) or a) .. (type(b) == "table" and "m" .. num(b) or b) end
meta.__eq = function(a, b) return num(a) == num(b) end
meta.__lt = function(a, b) return num(a) < num(b) end
meta.__le = function(a, b) return num(a) <= num(b) end
meta.__len = function(a) return 3 end
meta.__call = function(self, ...) return select("#", ...), ... end
meta.__index = function(t, k) return k == "x" and M(7) or type(k) == "number" and k * 2 or nil end
meta.__newindex = function(t, k, v) if step() then rawset(t, k, v) end end
meta.__tostring = function(a) return "M" .. num(a) end
local a, b, c, d = 1, "two", { 3, 4, x = 5 }, M(6)
local f, g
)";

constexpr std::string_view kEnd = R"(
return { on_announce = function()
  local ok, why = pcall(main, 1, "v", nil, 2.5)
  put(ok, ok or why, a, b, c, d)
  room.say((table.concat(out, " "):gsub("[%c\128-\255]", "?")):sub(1, 8000) .. ".")
end }
)";

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  std::string program() {
    text_ = kBegin;
    add_function("f");
    add_function("g");
    text_ += "local function main(...)\n";
    block(3, 4 + pick(5));
    text_ += "end\n";
    text_ += kEnd;
    return std::move(text_);
  }

 private:
  size_t pick(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }
  bool chance(size_t of) { return pick(of) == 0; }
  template <size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& all) {
    return all[pick(N)];
  }

  void add_function(std::string_view name) {
    text_ += name;
    text_ += chance(2) ? " = function(...)\nlocal p, q = ...\n" : " = function(p, q, ...)\n";
    text_ += "depth = depth + 1 if depth > 30 then depth = 0 error('deep', 0) end step()\n";
    block(2, 1 + pick(4));
    text_ += "depth = depth - 1\nreturn " + expressions(2, 1 + pick(3)) +
             (chance(2) ? ", ..." : "") + "\nend\n";
  }

  // Most of the time, an error ends only its own statement.
  void block(int depth, size_t statements) {
    for (size_t i = 0; i < statements; ++i) {
      const bool guarded = !chance(3);
      if (guarded) text_ += "put(pcall(function(...)\n";
      statement(depth);
      if (guarded) text_ += "end, ...))\n";
    }
  }

  std::string variable() {
    static constexpr std::array<std::string_view, 9> kVariables = {"a", "b", "c",   "d",   "a",
                                                                   "b", "d", "c.x", "c[1]"};
    return std::string(one_of(kVariables));
  }

  void statement(int depth) {
    const auto what = pick(depth > 0 ? 14 : 5);
    switch (what) {
      case 0:
      case 1:
        text_ += variable() + " = " + expression(3) + '\n';
        break;
      case 2:
        text_ += "a, b = " + expressions(2, 1 + pick(3)) + '\n';
        break;
      case 3:
        text_ += "put(" + expression(3) + ")\n";
        break;
      case 4:
        text_ += "put(pcall(" + function() + ", " + expressions(2, 1 + pick(2)) + "))\n";
        break;
      case 5:
        text_ += "if " + expression(2) + " then\n";
        block(depth - 1, 1 + pick(2));
        text_ += "else\n";
        block(depth - 1, 1);
        text_ += "end\n";
        break;
      case 6:
        text_ += "for i = " + small() + ", " + std::to_string(pick(120)) +
                 (chance(3) ? ", " + std::to_string(1 + pick(5)) : "") + " do step()\n";
        block(depth - 1, 1 + pick(2));
        text_ += "end\n";
        break;
      case 7:
        text_ += "local s = '' for i = 1, " + std::to_string(pick(90)) + " do step() s = s .. " +
                 expression(1) + " if #s > 500 then s = '' end end put(s)\n";
        break;
      case 8:
        text_ += "for k, v in ipairs(" + table() + ") do step() put(k) c[k] = v\n";
        block(depth - 1, 1);
        text_ += "end\n";
        break;
      case 9:
        text_ += "local n = 0 while n < " + std::to_string(pick(90)) + " and step() do n = n + 1\n";
        block(depth - 1, 1);
        text_ += "end\n";
        break;
      case 10:
        text_ +=
            "do local w = coroutine.wrap(function(...) for i = 1, 5 do step() local x = "
            "coroutine.yield(i, ...) put(x)\n";
        block(depth - 1, 1);
        text_ += "end end) for i = 1, " + std::to_string(pick(7)) + " do put(w(i, " +
                 expression(1) + ")) end end\n";
        break;
      case 11:
        text_ += "local t = {} for i = 1, " + std::to_string(pick(80)) +
                 " do step() t[i] = " + expression(2) +
                 " end put(#t) put(pcall(table.concat, t, ',')) put(select('#', unpack(t)))\n";
        break;
      case 12:
        text_ +=
            "do local function h(...) step() local n = select('#', ...) if n > 6 then return n, "
            "... end return h(n, " +
            expression(1) + ", ...) end for i = 1, " + std::to_string(1 + pick(60)) +
            " do a = h(i) end put(h(" + expressions(1, 2) + ")) end\n";
        break;
      default:
        text_ += "repeat local z = " + expression(2) + " step() until z or steps % 7 == 0\n";
    }
  }

  std::string small() { return std::to_string(static_cast<int>(pick(5)) - 2); }

  std::string number() {
    static constexpr std::array<std::string_view, 16> kNumbers = {
        "0",  "1", "-1",  "2",      "0.5",    "1e308", "-0",    "3",
        "10", "7", "255", "2 ^ 31", "2 ^ 53", "(0/0)", "(1/0)", "1e-300"};
    return std::string(one_of(kNumbers));
  }

  std::string string() {
    static constexpr std::array<std::string_view, 10> kStrings = {
        "''",      "'a'",    "'10'",    "'0x10'",     "'%d'",
        "'a,b,c'", "'\\0z'", "'xyzzy'", "'%s-%5.1f'", "('ab'):rep(20)"};
    return std::string(one_of(kStrings));
  }

  std::string table() {
    std::string all = "{ ";
    for (size_t i = pick(5); i > 0; --i) all += expression(1) + ", ";
    if (chance(3)) all += "x = " + expression(1) + ", ";
    if (chance(3)) all += "[" + number() + "] = " + expression(1) + ", ";
    if (chance(3)) all += "... ";
    return all + "}";
  }

  std::string function() {
    static constexpr std::array<std::string_view, 34> kFunctions = {"f",
                                                                    "g",
                                                                    "f",
                                                                    "g",
                                                                    "d",
                                                                    "tostring",
                                                                    "tonumber",
                                                                    "type",
                                                                    "select",
                                                                    "unpack",
                                                                    "rep",
                                                                    "string.sub",
                                                                    "string.byte",
                                                                    "string.char",
                                                                    "string.format",
                                                                    "string.find",
                                                                    "string.gsub",
                                                                    "string.reverse",
                                                                    "table.concat",
                                                                    "insert",
                                                                    "remove",
                                                                    "table.sort",
                                                                    "math.max",
                                                                    "math.fmod",
                                                                    "math.floor",
                                                                    "bit.band",
                                                                    "bit.lshift",
                                                                    "rawequal",
                                                                    "rawget",
                                                                    "pcall",
                                                                    "rawset",
                                                                    "setmetatable",
                                                                    "string.match",
                                                                    "error"};
    if (chance(4)) return "function(...) step() return " + expressions(1, 2) + ", ... end";
    return std::string(one_of(kFunctions));
  }

  std::string expressions(int depth, size_t count) {
    std::string all = expression(depth);
    for (size_t i = 1; i < count; ++i) all += ", " + expression(depth);
    return all;
  }

  std::string expression(int depth) {
    if (chance(3)) return wild(depth);
    return chance(3) ? text(depth) : numeric(depth);
  }

  // Without an error, so that loops get compiled.
  std::string numeric(int depth) {
    static constexpr std::array<std::string_view, 8> kOperators = {"+", "-", "*", "/",
                                                                   "%", "+", "-", "^"};
    if (depth <= 0 || chance(4)) switch (pick(6)) {
        case 0:
          return number();
        case 1:
          return "num((...))";
        case 2:
          return "select('#', ...)";
        case 3:
          return "steps";
        default:
          return "num(" + variable() + ")";
      }
    switch (pick(8)) {
      case 0:
        return "#" + text(depth - 1);
      case 1:
        return "(" + numeric(depth - 1) + " < " + numeric(depth - 1) + " and " +
               numeric(depth - 1) + " or " + numeric(depth - 1) + ")";
      case 2:
        return "num((select(" + std::to_string(1 + pick(4)) + ", " + numeric(depth - 1) +
               ", ..., " + numeric(depth - 1) + ")))";
      case 3:
        return "(select('#', unpack({ ... }), " + numeric(depth - 1) + "))";
      default:
        return "(" + numeric(depth - 1) + " " + std::string(one_of(kOperators)) + " " +
               numeric(depth - 1) + ")";
    }
  }

  std::string text(int depth) {
    if (depth <= 0 || chance(3)) return "(" + string() + ")";
    switch (pick(5)) {
      case 0:
        return "tostring(" + numeric(depth - 1) + ")";
      case 1:
        return "(d .. " + text(depth - 1) + ")";
      case 2:
        return "(" + text(depth - 1) + " .. " + numeric(depth - 1) + ")";
      case 3:
        return text(depth - 1) + ":sub(" + small() + ", 9)";
      default:
        return "(" + text(depth - 1) + " .. " + text(depth - 1) + ")";
    }
  }

  std::string wild(int depth) {
    static constexpr std::array<std::string_view, 17> kOperators = {
        "+",  "-", "*",  "/", "%",  "^",   "..", "..", "==",
        "~=", "<", "<=", ">", ">=", "and", "or", "+"};
    if (depth <= 0 || chance(4)) switch (pick(7)) {
        case 0:
        case 1:
          return number();
        case 2:
          return string();
        case 3:
          return chance(2) ? "..." : "(...)";
        case 4:
          return chance(2) ? "nil" : chance(2) ? "true" : "false";
        default:
          return variable();
      }
    switch (pick(10)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return "(" + expression(depth - 1) + " " + std::string(one_of(kOperators)) + " " +
               expression(depth - 1) + ")";
      case 4:
        return (chance(2)   ? "-"
                : chance(2) ? "#"
                            : "not ") +
               std::string("(") + expression(depth - 1) + ")";
      case 5:
        return table();
      case 6:
        return "(select('#', " + expressions(depth - 1, 1 + pick(3)) + ", ...))";
      case 7:
        return "select(2, pcall(" + function() + ", " + expressions(depth - 1, 1 + pick(3)) + "))";
      case 8:
        return "M(" + expression(depth - 1) + ")";
      default:
        return "(" + variable() + ")[" + expression(depth - 1) + "]";
    }
  }

  std::mt19937_64 random_;
  std::string text_;
};

}  // namespace

std::string random_program(uint64_t seed) {
  return Generator(seed).program();
}

}  // namespace moonroom::walls
