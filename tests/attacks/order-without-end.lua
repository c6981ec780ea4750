-- Before all who come before all others.
-- trigger: load
-- sandbox: harmless
-- open: harmless

return { order = -1 / 0, before = { "names", "relay", "joins", "leaves", "announce", "honest" }, filter_message = function() end }
