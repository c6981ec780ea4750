-- The file loops without end: three workers die of it, and it is benched.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: and was stopped

while true do end
