-- Moves the cursors of its responses to impossible places.
-- trigger: message
-- sandbox: fault
-- open: killed
-- with: pages.part

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    local _, _, ours = pages(ffi)
    ffi.cast("uint64_t*", ours)[0] = 2 ^ 63
    ffi.cast("uint64_t*", ours + 64)[0] = 2 ^ 62
    while true do end
  end,
}
