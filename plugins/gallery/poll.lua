--- "/poll Lunch? | Rice | Noodles" asks all members, "/vote 2" answers; after five minutes the room gets the result.
-- Shows: a timer, commands that share a state, and a state in room.store, which outlasts a change of the
-- file, a restart and a crash.
-- A vote ends when its member leaves, so that nobody can vote twice by joining again.
local poll = {
  config = {
    minutes = 5,
    most = 9, -- Answers to choose from.
  },
  words = {
    en = {
      opened = "{name} asks, for {minutes} minutes: {question}",
      choice = "  /vote {n}  {answer}",
      state = "{question}  {results}",
      closed = "The poll is over. {question}  {results}",
      result = "{answer}: {n}",
      between = ", ",
      voted = "you vote for {answer}",
      which = "which one? /vote with a number from 1 to {n}",
      none = "there is no poll; /poll QUESTION | ANSWER | ANSWER begins one",
      running = "there is a poll already: {question}",
      malformed = "a question and 2 to {n} answers: /poll QUESTION | ANSWER | ANSWER",
      not_yours = "only {name} ends this poll",
      members_only = "only members vote",
      administrator = "the administrator",
      usage = { poll = "[QUESTION | ANSWER | ANSWER ...]", vote = "NUMBER" },
      help = {
        poll = "asks everybody, or shows how it stands",
        vote = "chooses an answer; the last choice counts",
        endpoll = "ends your poll",
      },
    },
    zh = {
      opened = "{name}发起投票，{minutes}分钟内有效：{question}",
      choice = "  /vote {n}  {answer}",
      state = "{question}  {results}",
      closed = "投票结束。{question}  {results}",
      result = "{answer}：{n}票",
      between = "，",
      voted = "你投给了{answer}",
      which = "投哪个？请输入 /vote 和1到{n}的数字",
      none = "现在没有投票，可以用 /poll 问题 | 选项 | 选项 发起",
      running = "已经有一个投票了：{question}",
      malformed = "要有一个问题和2到{n}个选项：/poll 问题 | 选项 | 选项",
      not_yours = "只有{name}可以结束这个投票",
      members_only = "只有聊天室里的人可以投票",
      administrator = "管理员",
      usage = { poll = "[问题 | 选项 | 选项 ...]", vote = "数字" },
      help = {
        poll = "问大家，或看现在的结果",
        vote = "选一个，以最后一次为准",
        endpoll = "结束你发起的投票",
      },
    },
  },
}

-- The current poll: `question`, `answers`, `author` (id), `source`, `name`, `ends`, and `votes` by id
-- as text. It is room.store.current, so votes survive changes and crashes of this plugin.
local current
local timer

-- "Rice: 2, Noodles: 0"
local function results()
  local counts, parts = {}, {}
  for _, choice in pairs(current.votes) do counts[choice] = (counts[choice] or 0) + 1 end
  for i, answer in ipairs(current.answers) do
    parts[i] = room.fill(poll.config.result, { answer = answer, n = counts[i] or 0 })
  end
  return table.concat(parts, poll.config.between)
end

local function close()
  room.say(room.fill(poll.config.closed, { question = current.question, results = results() }))
  room.cancel(timer)
  current, timer, room.store.current = nil, nil, nil
end

local function close_in(seconds) timer = room.after(math.max(0, seconds), close) end

-- The texts between the bars, without the blanks around them. Input methods write a wide bar.
local function split(text)
  local parts = {}
  for part in (text:gsub("｜", "|") .. "|"):gmatch("%s*(.-)%s*|") do
    if part ~= "" then parts[#parts + 1] = part end
  end
  return parts
end

local function open(member, parts)
  local config = poll.config
  local question = table.remove(parts, 1)
  local name = member and member.name or config.administrator
  current = { question = question, answers = parts, votes = {}, name = name }
  if member then current.author, current.source = member.id, member.source end
  current.ends = room.now() + config.minutes * 60
  room.store.current = current
  close_in(config.minutes * 60)
  room.say(room.fill(config.opened, { name = name, minutes = config.minutes, question = question }))
  for i, answer in ipairs(parts) do room.say(room.fill(config.choice, { n = i, answer = answer })) end
end

local function ask(call)
  local config = poll.config
  if call.text == "" then
    if not current then return config.none end
    return room.fill(config.state, { question = current.question, results = results() })
  end
  if current then return room.fill(config.running, { question = current.question }) end
  local parts = split(call.text)
  if #parts < 3 or #parts > config.most + 1 then return room.fill(config.malformed, { n = config.most }) end
  open(call.member, parts)
end

local function vote(call)
  if not call.member then return poll.config.members_only end
  if not current then return poll.config.none end
  local choice = not call.words[2] and tonumber((call.words[1] or ""):match("^%d+$"))
  if not current.answers[choice] then return room.fill(poll.config.which, { n = #current.answers }) end
  current.votes[tostring(call.member.id)] = choice
  return room.fill(poll.config.voted, { answer = current.answers[choice] })
end

-- True for the author, also after another login under the same name from the same source.
local function is_author(member)
  if not current.author then return false end
  return member.id == current.author or member.source == current.source and room.same(member.name, current.name)
end

-- The administrator can end any poll.
local function finish(call)
  if not current then return poll.config.none end
  if call.member and not is_author(call.member) then
    return room.fill(poll.config.not_yours, { name = current.name })
  end
  close()
end

function poll.on_leave(member)
  if current then current.votes[tostring(member.id)] = nil end
end

-- The members are known here; earlier timers are gone.
function poll.on_load()
  current = room.store.current
  if not current then return end
  for id in pairs(current.votes) do
    if not room.member(tonumber(id)) then current.votes[id] = nil end
  end
  close_in(current.ends - room.now())
end

poll.commands = {
  poll = { run = ask },
  vote = { run = vote },
  endpoll = { run = finish },
}

return poll
