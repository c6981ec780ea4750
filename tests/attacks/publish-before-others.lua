-- Uses up all publications of every line, so that other plugins have none left; these must not be blamed.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  order = 1,
  on_message = function()
    for _ = 1, 128 do pcall(room.publish, "spam") end
  end,
}
