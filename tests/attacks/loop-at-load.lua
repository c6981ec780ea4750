-- The file never comes to its end: three workers die of it, and it is benched.
-- trigger: load
-- sandbox: killed
-- open: killed
-- says: is benched

while true do end
