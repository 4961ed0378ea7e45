// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/routes.h"

namespace karuna::http {

struct ServerSettings {
  std::string address = "127.0.0.1";        ///< of this machine; loopback unless told otherwise
  std::uint16_t port = 0;                   ///< 0: any free one
  unsigned threads = 2;
  std::size_t most_connections = 10'000;    ///< more wait outside until one ends
  std::chrono::milliseconds patience{15'000};   ///< for a request to arrive whole, for the next one, and for each piece of an answer to be taken
  std::vector<std::string> hosts = {};      ///< names this server answers to, without port; others get 421. Empty: any
  Headers headers = {};                     ///< on every answer
};

/// HTTP/1.1 on a TCP port. TLS, where there is any, is the reverse proxy's (docs/serve.md).
/// It keeps no log of who asks for what: no line, no address, no time. A request head has at most 16 KB, a body what its route allows.
///
/// Slow clients cost memory, not threads: after `patience` they are cut off. Handlers run on the server's threads and must not wait;
/// they may answer later from any thread. Answers that are the server's own: 400, 404, 405, 413, 421, 431, 500.
class Server {
 public:
  /// Listens when it returns.  Fails  unwritable  the port is taken, or may not be used by this user
  static Result<std::unique_ptr<Server>> start(const ServerSettings& settings, Routes routes);
  std::uint16_t port() const;
  /// Takes no more requests, lets answers under way go out (up to five seconds), then closes.
  void stop();
  ~Server();

  struct State;                             ///< of the .cpp alone

 private:
  explicit Server(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace karuna::http
