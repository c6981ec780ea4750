-- Uses up all publications of every line, so that others have none left: it is not they who are to blame.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  order = 1,
  on_message = function()
    for _ = 1, 128 do pcall(room.publish, "spam") end
  end,
}
