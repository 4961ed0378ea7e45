// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace karuna::http {

struct Route {
  Method method = Method::get;
  std::string pattern;                 ///< "/v1/wave/{id}/{file}"; a {name} stands for one step that is not empty
  Handler handler;
  std::size_t most_body = 0;           ///< bytes; a longer body is refused with 413 before it is read
};

/// The addresses of a server, asked in the order in which they were added. HEAD is answered where GET is.
class Routes {
 public:
  Routes& add(Method method, std::string pattern, Handler handler, std::size_t most_body = 0);

  struct Found {
    const Route* route = nullptr;                            ///< none: nothing of this method here
    std::vector<std::pair<std::string, std::string>> parts;
    std::string allowed;                                     ///< "GET, HEAD, POST": methods of this path; empty where there is no such path
  };
  Found find(Method method, std::string_view path) const;
  const std::vector<Route>& all() const { return routes_; }  ///< the manual is compared with this

  /// find and call, with 404 and 405; for tests and fuzzing without a socket.
  void answer(Request request, const Respond& respond) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace karuna::http
