-- Overwrites its own page with ones: cursors, marker, responses.
-- trigger: message
-- sandbox: fault
-- open: unnamed
-- with: pages.part

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    local _, _, ours, size = pages(ffi)
    ffi.fill(ours, size, 0xff)
    while true do end
  end,
}
