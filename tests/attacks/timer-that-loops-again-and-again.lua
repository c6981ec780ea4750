-- A timer that loops, begun again with every worker: three die of it, and it is benched.
-- trigger: itself
-- sandbox: killed
-- open: killed
-- says: is benched

room.every(0.05, function() while true do end end)
return {}
