-- Sends a malformed response.
-- trigger: message
-- sandbox: fault
-- open: killed
-- with: pages.part

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    local _, _, ours, size = pages(ffi)
    local answered = ffi.cast("uint64_t*", ours + 64)
    local answers = ours + size - 2 ^ 20
    for i = 0, 2 ^ 20 - 1 do answers[i] = i * 7 % 251 end
    answered[0] = answered[0] + 4096
    while true do end
  end,
}
