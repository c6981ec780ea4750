-- Writes a file while it is loaded.
-- trigger: load
-- sandbox: refused
-- open: killed

io.open("CANARY.at-load", "w"):close()
return {}
