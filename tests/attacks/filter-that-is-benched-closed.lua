-- A filter without which nothing is to be said fails on every line: nothing is said until it is taken away.
-- trigger: message, message, message, message
-- sandbox: fault
-- open: fault
-- says: took longer than
-- changes talk

return {
  fail = "closed",
  filter_message = function() while true do end end,
}
