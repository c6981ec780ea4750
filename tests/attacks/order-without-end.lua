-- An `order` of minus infinity, before all scripts.
-- trigger: load
-- sandbox: harmless
-- open: harmless

return { order = -1 / 0, before = { "names", "relay", "joins", "leaves", "announce", "honest" }, filter_message = function() end }
