-- English words. Each part is laid over the settings of the script of that name.
return {
  joins = { text = "{name} joined the room" },
  relay = { text = "{name}: {text}" },
  leaves = { text = "{name} left the room" },
  announce = { text = "Administrator: {text}" },
  names = {
    taken = "this name is taken",
    confusable = "this name looks like one that is taken",
    invalid = "a name has 1 to 32 letters and no blanks",
    reserved = "this name is the administrator's",
  },
  -- What the host itself says, also when no script can be asked.
  host = {
    refused = "you cannot come in",
    full = "the room is full",
    busy = "the room is busy, try again in a moment",
    slow = "slow down: your last line was not sent",
    too_many_logins = "too many logins from your address, try again in a moment",
    too_long = "your line is too long and was not sent",
    closing = "the room is closing",
    muted = "you may not speak at the moment: your line was not sent",
    banned = "you have been banned from this room",
    no_command = "there is no command /{name}; see /help",
    no_command_but = "there is no command /{name}; did you mean /{meant}?",
    only_admin = "only the administrator may do that",
    failed = "this command has failed",
  },
}
