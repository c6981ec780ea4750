-- Run with: moonroomd test plugins/gallery/solve_test.lua
local puzzle = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
local rows = {
  "5 3 4  6 7 8  9 1 2", "6 7 2  1 9 5  3 4 8", "1 9 8  3 4 2  5 6 7",
  "8 5 9  7 6 1  4 2 3", "4 2 6  8 5 3  7 9 1", "7 1 3  9 2 4  8 5 6",
  "9 6 1  5 3 7  2 8 4", "2 8 7  4 1 9  6 3 5", "3 4 5  2 8 6  1 7 9",
}

-- At first each of its squares has several possible digits, so the solver has to search.
local hard = "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4.."
local hard_rows = {
  "8 1 2  7 5 3  6 4 9", "9 4 3  6 8 2  1 7 5", "6 7 5  4 9 1  2 8 3",
  "1 5 4  2 3 7  8 9 6", "3 6 9  8 4 5  7 2 1", "2 8 7  1 6 9  5 3 4",
  "5 2 1  9 7 4  3 6 8", "4 3 8  5 2 6  9 1 7", "7 9 6  3 1 8  4 5 2",
}

local function solves(person, text, expected)
  person:say("/sudoku " .. text)
  person:hears("请稍等")
  for _, row in ipairs(expected or rows) do person:hears(row) end
end

test("a puzzle is solved, and nobody else hears it", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  solves(ann, puzzle)
  ann:hears_nothing()
  bob:hears_nothing()
end)

test("a hard puzzle is solved", function(room)
  solves(room:join("ann"), hard, hard_rows)
end)

test("empty squares may be 0, and blanks may stand anywhere", function(room)
  local ann = room:join("ann")
  solves(ann, (puzzle:gsub("%.", "0")))
  solves(ann, (puzzle:gsub(("."):rep(9), "%0 ")))
end)

test("an empty grid has a solution", function(room)
  local ann = room:join("ann")
  ann:say("/sudoku " .. ("."):rep(81))
  ann:hears("请稍等")
  for _ = 1, 9 do
    local digits = {}
    for digit in ann:hears_like("^%d %d %d"):gmatch("%d") do digits[digit] = true end
    for digit = 1, 9 do assert(digits[tostring(digit)], "a row without " .. digit) end
  end
end)

test("a puzzle that contradicts itself has no solution", function(room)
  local ann = room:join("ann")
  for _, wrong in ipairs({ "55" .. ("."):rep(79), "53" .. "5" .. puzzle:sub(4), "531" .. puzzle:sub(4) }) do
    ann:say("/sudoku " .. wrong)
    ann:hears("请稍等")
    ann:hears("这个数独没有解")
  end
end)

test("what is no puzzle is told at once", function(room)
  local ann = room:join("ann")
  local short = "要81个数字，一行接一行，空格写 . 或 0；你给了"
  for _, case in ipairs({ { "", 0 }, { "123", 3 }, { puzzle .. "1", 82 } }) do
    ann:say("/sudoku " .. case[1])
    ann:hears(short .. case[2] .. "个")
  end
  for _, sign in ipairs({ "x", "%", "五", "-" }) do
    ann:say("/sudoku 12" .. sign .. puzzle)
    ann:hears(sign .. "不是数字；要81个数字，一行接一行，空格写 . 或 0")
  end
  assert(room:command("/sudoku " .. puzzle) == "只有聊天室里的人可以问")
end)

test("one puzzle after the other can be solved", function(room)
  local ann = room:join("ann")
  for _ = 1, 3 do solves(ann, puzzle) end
end)

test("in an English room it speaks English", function(room)
  room:speaks("en")
  local ann = room:join("ann")
  ann:say("/help sudoku")
  ann:hears("/sudoku 81 DIGITS  solves a puzzle; . or 0 is an empty square")
  ann:say("/sudoku 55" .. ("."):rep(79))
  ann:hears("one moment")
  ann:hears("this puzzle has no solution")
  ann:say("/sudoku 123")
  ann:hears("81 digits, row by row, with . or 0 for an empty square: you gave 3")
  ann:say("/sudoku x")
  ann:hears("x is no digit; 81 digits, row by row, with . or 0 for an empty square")
  assert(room:command("/sudoku 1") == "only members ask")
end)

test("digits of another width are digits, and blanks between them are none", function(room)
  local ann = room:join("ann")
  ann:say("/sudoku　" .. puzzle:gsub("5", "５"):gsub("%.", "。"))
  ann:hears("请稍等")
end)
