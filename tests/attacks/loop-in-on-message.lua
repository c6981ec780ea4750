-- An endless loop on every line of every member: it is benched.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: is benched

return { on_message = function() while true do end end }
