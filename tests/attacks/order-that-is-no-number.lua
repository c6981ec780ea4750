-- A place in the line that is neither before nor behind any other.
-- trigger: load
-- sandbox: refused or harmless
-- open: refused or harmless

return { order = 0 / 0, filter_message = function() end }
