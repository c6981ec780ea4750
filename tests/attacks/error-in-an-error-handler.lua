-- The handler of an error raises another.
-- trigger: message
-- sandbox: harmless
-- open: harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    xpcall(error, function() error("again") end)
    xpcall(function() xpcall(error, error) error(nil) end, function(e) error(e) end)
  end,
}
