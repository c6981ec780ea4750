-- Must run before and after itself.
-- trigger: load
-- sandbox: harmless or fault
-- open: harmless or fault

return { before = { "order-before-itself" }, after = "order-before-itself", filter_message = function() end }
