-- Settings that contain themselves.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: nested

local config = {}
config.config = config
return { config = config }
