// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace karuna::http {

/// What became of one mail. The difference that matters is whether it may be sent again.
enum class Delivery {
  accepted,          ///< the server took it
  refused_for_good,  ///< this mailbox is refused (5xx); another try would get the same
  refused_for_now,   ///< later perhaps (4xx); nothing was taken
  unreachable,       ///< the server did not come so far as to ask for the mail: not there, no encryption, sign-in refused
  unknown,           ///< the mail was on its way and no answer came: it may have been delivered, so it is not sent again
};

struct MailServerSettings {
  std::string server;                           ///< "smtp://mail.example.org:587", "smtps://mail.example.org"
  std::string user, password;                   ///< empty: none
  bool encrypted = true;                        ///< smtp:// by STARTTLS, or nothing is sent
  std::string hello;                            ///< the name we give in EHLO; never that of this machine
  std::chrono::milliseconds patience{60'000};   ///< for one mail
  std::string authorities = {};                 ///< a PEM file of certificate authorities; empty: those of the system
};

/// A mail server, over one connection as long as it holds. One thread at a time.
class MailServer {
 public:
  explicit MailServer(MailServerSettings settings);
  ~MailServer();
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  /// Sends one mail to one mailbox.
  /// Takes   from, to  mailboxes without <>;  bytes  the mail, lines ending in CRLF
  Delivery send(std::string_view from, std::string_view to, std::string_view bytes);
  /// In words, why the last one was not accepted. Names server and reply, never a mailbox.
  const std::string& why() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace karuna::http
