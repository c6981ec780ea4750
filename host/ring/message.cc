#include "ring/message.h"

#include <array>

namespace moonroom::ring {
namespace {

void encode_anew(const auto& message, std::string& out) {
  out.clear();
  encode_fields(message, out);
}

}  // namespace

std::string_view to_string(UnloadReason why) {
  constexpr std::array<std::string_view, 5> kWords = {"changed", "removed", "benched", "upgrade",
                                                      "restart"};
  return kWords.at(static_cast<size_t>(why));
}

std::string_view to_string(LoadReason why) {
  constexpr std::array<std::string_view, 5> kWords = {"new", "changed", "upgrade", "restart",
                                                      "crash"};
  return kWords.at(static_cast<size_t>(why));
}

void encode(const Request& request, std::string& out) {
  encode_anew(request, out);
}

void encode(const Response& response, std::string& out) {
  encode_anew(response, out);
}

void encode(const JobRequest& request, std::string& out) {
  encode_anew(request, out);
}

bool decode(std::string_view bytes, Request& request) {
  return decode_fields(bytes, request);
}

bool decode(std::string_view bytes, Response& response) {
  return decode_fields(bytes, response);
}

bool decode(std::string_view bytes, JobRequest& request) {
  return decode_fields(bytes, request);
}

}  // namespace moonroom::ring
