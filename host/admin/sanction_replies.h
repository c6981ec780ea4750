// The answers to /kick, /mute, /unmute, /ban and /unban, once they have been carried out.
#pragma once

#include "admin/command.h"
#include "relay/sanction_result.h"

namespace moonroom::admin {

CommandReply reply_to(const relay::SanctionResult& result, const CommandContext& context);

}  // namespace moonroom::admin
