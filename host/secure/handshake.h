// One handshake of DTLS 1.2, either side of it, by GnuTLS: datagrams and moments go in, datagrams
// come out. It settles on keys and goes; no data ever passes through DTLS itself.
//
// When a flight is said again is decided here, by the moments that are given: GnuTLS would ask the
// clock on the wall, which jumps and which no test can move. So its own timers are set to "at once"
// and "never ends", by which a call that brings nothing new makes it say its flight again, in fresh
// records as it must (RFC 6347, 4.2.2).
#pragma once

#include <gnutls/dtls.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "secure/flight.h"
#include "secure/handle.h"
#include "secure/identity.h"
#include "secure/keys.h"

namespace moonroom::secure {

class Handshake {
 public:
  enum class State { going_on, done, failed };

  /// A client's side; its first datagram is there at once.
  explicit Handshake(SteadyTime now);
  /// A host's side, for a client that has brought a good cookie, which told `cookie`; his datagram
  /// is what it receives first. `identity` must outlive it.
  Handshake(const Identity& identity, gnutls_dtls_prestate_st cookie, SteadyTime now);
  Handshake(const Handshake&) = delete;
  Handshake& operator=(const Handshake&) = delete;

  /// Nothing but `State::going_on` takes any more.
  State receive(std::string_view datagram, SteadyTime now);
  /// Says the last flight again when it is time to: a host does so twice at most.
  void tick(SteadyTime now);
  SteadyTime next_due() const { return due_; }
  /// What is to be sent, after each of the calls above: at most wire::kMaxPacket bytes each.
  std::vector<std::string> drain_datagrams() { return flight_.drain(); }

  State state() const { return state_; }
  /// When it has failed: why.
  const std::string& reason() const { return reason_; }
  /// When it has failed: the host has no place for it at the moment.
  bool is_crowded_out() const { return is_crowded_out_; }
  /// When it is done: what it was for. A Problem when the other side lacks what makes it safe.
  Result<Keys> keys() const;
  /// When it is done, at a client: the host's key, as fingerprint.h has it.
  std::string host_fingerprint() const;

 private:
  Handshake(Side side, gnutls_certificate_credentials_t credentials, SteadyTime now);

  void receive_record(std::string_view record);
  void step();
  void fail(int code);
  void restart_timer(SteadyTime now);

  static ssize_t push(gnutls_transport_ptr_t self, const void* bytes, size_t size) noexcept;
  static ssize_t pull(gnutls_transport_ptr_t self, void* bytes, size_t size) noexcept;
  static int poll(gnutls_transport_ptr_t self, unsigned milliseconds) noexcept;

  Side side_;
  // Of a client: that he has none.
  CredentialsHandle anonymous_;
  SessionHandle session_;
  State state_ = State::going_on;
  std::string reason_;
  bool is_crowded_out_ = false;
  // The record that GnuTLS may take.
  std::string_view incoming_;
  Flight flight_;
  Duration wait_{};
  // Of the flight in hand.
  int repeats_ = 0;
  SteadyTime due_{};
};

}  // namespace moonroom::secure
