-- A file that fails with words that are no UTF-8.
-- trigger: load
-- sandbox: refused
-- open: refused

error("a mistake \255\254\192\128")
