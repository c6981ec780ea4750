-- An endless loop when another plugin publishes something.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

room.subscribe("attack", function() while true do end end)
return {}
