-- An endless loop when another plugin publishes something.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

room.subscribe("attack", function() while true do end end)
return {}
