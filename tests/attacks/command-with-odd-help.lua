-- A command whose help clears the administrator's screen.
-- trigger: console, command
-- sandbox: harmless
-- open: harmless
-- says: asked

return {
  commands = {
    attack = {
      usage = "\27[2J\r\n/forged",
      help = "\27]0;gotcha\7\155\194\155\255",
      run = function()
        room.log("asked")
        return "\27[2J\27]0;gotcha\7\r\nEXIT\nOK\0"
      end,
    },
  },
}
