-- A file that fails with an error text of invalid UTF-8.
-- trigger: load
-- sandbox: refused
-- open: refused

error("a mistake \255\254\192\128")
