-- An `order` that is NaN.
-- trigger: load
-- sandbox: refused or harmless
-- open: refused or harmless

return { order = 0 / 0, filter_message = function() end }
