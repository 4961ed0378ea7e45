// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace karuna::http {

/// An address taken apart: https://example.org:8443/v1/waves?x=1
struct Url {
  bool tls = false;
  std::string host;                         ///< without brackets for IPv6
  std::string port;                         ///< a number
  std::string target;                       ///< "/v1/waves?x=1"
};
/// Fails  invalid  not http:// or https://, no host, a port that is no number, blanks or control characters, a user name
Result<Url> read_url(std::string_view text);

struct ClientSettings {
  std::chrono::milliseconds patience{30'000};   ///< for the whole exchange
  std::size_t most_body = 64U << 20;
  std::string authorities = {};             ///< a PEM file of certificate authorities; empty: those of the system
};

struct Answer {
  unsigned status = 0;
  Headers headers;
  std::string body;
  std::string_view header(std::string_view name) const { return header_of(headers, name); }
};

/// One request, one connection: nothing joins two requests of one person. Follows no redirect, keeps no cookie, sends nothing but what it is given
/// (and Host, Content-Length). https checks certificate and name.
///
/// Fails  invalid      the address
///        unreadable   no such host, nobody listens, no answer in time, a certificate that does not hold, an answer that is none or too long
Result<Answer> ask(Method method, std::string_view url, const Headers& headers = {}, std::string_view body = {}, const ClientSettings& settings = {});

}  // namespace karuna::http
