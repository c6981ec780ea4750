-- Each publication doubles the subscriptions.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many subscriptions

local function hear()
  room.subscribe("more", hear)
end
room.subscribe("more", hear)
return {}
