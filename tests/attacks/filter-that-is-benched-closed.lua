-- A closed filter fails on every line: the host refuses all lines until the file is removed.
-- trigger: message, message, message, message
-- sandbox: fault
-- open: fault
-- says: took longer than
-- changes talk

return {
  fail = "closed",
  filter_message = function() while true do end end,
}
