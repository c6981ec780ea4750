-- A timer that loops each time: after three faults it is benched.
-- trigger: itself
-- sandbox: fault
-- open: fault
-- says: is benched

room.every(0.05, function() while true do end end)
return {}
