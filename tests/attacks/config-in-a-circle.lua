-- Settings that lie in themselves.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: nested

local config = {}
config.config = config
return { config = config }
