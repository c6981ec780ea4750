-- A mistake beside a letter that is no UTF-8: somebody saved his file in Latin-1.
-- trigger: load
-- sandbox: refused
-- open: refused

return { text = "grüße" } üß
