-- Kicks the author of an announcement, who is no member.
-- trigger: announce
-- sandbox: fault
-- open: fault

return { on_announce = function(text) room.kick(text) end }
