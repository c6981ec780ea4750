-- A string instead of settings.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: a table of settings

return { config = "yes" }
