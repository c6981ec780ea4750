-- A file that fails with an error text of a megabyte.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: many words

error(("many words "):rep(1e5))
