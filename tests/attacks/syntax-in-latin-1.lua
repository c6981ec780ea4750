-- A syntax error beside a letter in Latin-1.
-- trigger: load
-- sandbox: refused
-- open: refused

return { text = "grüße" } üß
