-- An endless loop on every line of everybody: it is benched.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: is benched

return { on_message = function() while true do end end }
