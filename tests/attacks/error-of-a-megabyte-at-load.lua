-- A file that fails with a megabyte of words.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: many words

error(("many words "):rep(1e5))
