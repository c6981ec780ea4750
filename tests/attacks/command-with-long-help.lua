-- A command whose help is longer than a record in the ring.
-- trigger: load
-- sandbox: refused or fault
-- open: refused or fault

return { commands = { attack = { help = ("help "):rep(200000), run = function() end } } }
