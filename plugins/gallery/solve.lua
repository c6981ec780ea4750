--- "/sudoku 53..7....6..195..." solves a puzzle of 81 signs, row by row; "." or "0" is an empty square.
-- Shows: room.job. The search can take long, so another process does it; that process gets the puzzle,
-- returns the answer, and sees nothing else of the room.
local solve = {
  words = {
    en = {
      working = "one moment",
      busy = "your last puzzle is still being solved",
      none = "this puzzle has no solution",
      failed = "that did not work: {why}",
      malformed = "81 digits, row by row, with . or 0 for an empty square: you gave {n}",
      not_digits = "{sign} is no digit; 81 digits, row by row, with . or 0 for an empty square",
      members_only = "only members ask",
      usage = { sudoku = "81 DIGITS" },
      help = { sudoku = "solves a puzzle; . or 0 is an empty square" },
    },
    zh = {
      working = "请稍等",
      busy = "你上一个数独还在算",
      none = "这个数独没有解",
      failed = "没有算成：{why}",
      malformed = "要81个数字，一行接一行，空格写 . 或 0；你给了{n}个",
      not_digits = "{sign}不是数字；要81个数字，一行接一行，空格写 . 或 0",
      members_only = "只有聊天室里的人可以问",
      usage = { sudoku = "81个数字" },
      help = { sudoku = "解一个数独，. 或 0 是空格" },
    },
  },
}

-- ── The job's process ───────────────────────────────────────────────────────────────────────────

-- The other squares in the row, the column and the box of each square.
local function neighbours()
  local all = {}
  for a = 0, 80 do
    local list = {}
    for b = 0, 80 do
      local row = math.floor(a / 9) == math.floor(b / 9)
      local column = a % 9 == b % 9
      local box = math.floor(a / 27) == math.floor(b / 27) and math.floor(a % 9 / 3) == math.floor(b % 9 / 3)
      if a ~= b and (row or column or box) then list[#list + 1] = b + 1 end
    end
    all[a + 1] = list
  end
  return all
end

-- The digits that are still free at a square, as a list.
local function free_digits(grid, near)
  local taken, free = {}, {}
  for _, square in ipairs(near) do taken[grid[square]] = true end
  for digit = 1, 9 do
    if not taken[digit] then free[#free + 1] = digit end
  end
  return free
end

-- The empty square with the fewest free digits, and these digits; nothing when all squares are full.
local function hardest(grid, near)
  local best, least
  for square = 1, 81 do
    if grid[square] == 0 then
      local free = free_digits(grid, near[square])
      if not least or #free < #least then best, least = square, free end
    end
  end
  return best, least
end

-- Tries each digit in the hardest square, and goes back when the rest cannot be filled.
local function search(grid, near)
  local square, free = hardest(grid, near)
  if not square then return true end
  for _, digit in ipairs(free) do
    grid[square] = digit
    if search(grid, near) then return true end
  end
  grid[square] = 0
  return false
end

-- False when two of the given digits contradict each other.
local function is_sound(grid, near)
  for square = 1, 81 do
    for _, other in ipairs(near[square]) do
      if grid[square] ~= 0 and grid[square] == grid[other] then return false end
    end
  end
  return true
end

solve.jobs = {}

-- The 81 digits of a solution, or nothing when there is none.
function solve.jobs.solve(grid)
  local near = neighbours()
  if is_sound(grid, near) and search(grid, near) then return table.concat(grid) end
end

-- ── The commands ────────────────────────────────────────────────────────────────────────────────

local waiting = {} -- By member id: one puzzle at a time.

local function tell(id, solution, wrong)
  waiting[id] = nil
  if wrong then return room.tell(id, room.fill(solve.config.failed, { why = wrong:match("[^\n]*") })) end
  if not solution then return room.tell(id, solve.config.none) end
  for row in solution:gmatch(("%d"):rep(9)) do
    room.tell(id, (row:gsub("%d", "%0 "):gsub("^(......)(......)", "%1 %2 "):sub(1, -2)))
  end
end

-- The grid as 81 numbers, or nothing and an error text.
local function parse(text)
  local signs = text:gsub("%.", "0"):gsub("。", "0")
  local sign = signs:match("[^%d][\128-\191]*")
  if sign then return nil, room.fill(solve.config.not_digits, { sign = sign }) end
  if #signs ~= 81 then return nil, room.fill(solve.config.malformed, { n = #signs }) end
  local grid = {}
  for digit in signs:gmatch("%d") do grid[#grid + 1] = tonumber(digit) end
  return grid
end

local function ask(call)
  if not call.member then return solve.config.members_only end
  local id = call.member.id
  if waiting[id] then return solve.config.busy end
  local grid, wrong = parse(table.concat(call.words))
  if not grid then return wrong end
  waiting[id] = true
  room.job("solve", grid, function(solution, why) tell(id, solution, why) end)
  return solve.config.working
end

function solve.on_leave(member) waiting[member.id] = nil end

solve.commands = {
  sudoku = { run = ask },
}

return solve
