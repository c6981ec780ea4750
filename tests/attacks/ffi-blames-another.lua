-- Dies, after it has put the number of the script relay on its page.
-- trigger: message
-- sandbox: fault
-- open: unnamed
-- with: pages.part

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    local _, _, ours = pages(ffi)
    ffi.cast("uint32_t*", ours + 192)[0] = 6
    ffi.cast("int*", 0)[0] = 1
  end,
}
