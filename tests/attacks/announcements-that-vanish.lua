-- Kicks whoever announces: there is nobody to kick.
-- trigger: announce
-- sandbox: fault
-- open: fault

return { on_announce = function(text) room.kick(text) end }
