-- A timer whose callback loops each time: after three faults the plugin is benched.
-- trigger: itself
-- sandbox: fault
-- open: fault
-- says: is benched

room.every(0.05, function() while true do end end)
return {}
