// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_descriptor.h"

namespace karuna::http {

/// What a handler gets and what it gives. There is no address of the client here, nor an agent line's name for it: what a room does not have it cannot keep.

enum class Method { get, head, post, put, del, options, other };
std::string_view name_of(Method method);   ///< "GET"; "" for other

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of this name, letter case apart; empty where there is none.
std::string_view header_of(const Headers& headers, std::string_view name);

struct Request {
  Method method = Method::get;
  std::string path;                                          ///< as it was sent, from "/" to before "?"
  std::string query;                                         ///< behind "?"
  Headers headers;
  std::string body;
  std::vector<std::pair<std::string, std::string>> parts;    ///< what stood for the {names} of the route
  std::chrono::steady_clock::time_point arrived{};           ///< when the last byte was here

  std::string_view header(std::string_view name) const { return header_of(headers, name); }
  std::string_view part(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
  /// ?name=value with %XX and "+" read; nothing where the name is missing or the escape is none.
  std::optional<std::string> query_value(std::string_view name) const;
};

/// A stretch of an open file as a body.
struct FileBody {
  std::shared_ptr<FileDescriptor> file;
  std::uint64_t offset = 0, length = 0;
};

struct Response {
  unsigned status = 200;
  std::string content_type;                                  ///< empty: no such header
  Headers headers = {};
  std::string body = {};
  std::optional<FileBody> file = {};                         ///< in the place of body
};

Response html(std::string body, std::string_view content_security_policy);
Response json(std::string body, unsigned status = 200);
/// {"error":"NAME"} filled up with blanks to 64 bytes, so that the length does not tell which one it is.
Response error(unsigned status, std::string_view name);
inline constexpr std::size_t error_length = 64;
/// "OK", "Not Found"; for the status line.
std::string_view reason_of(unsigned status);

/// How a handler answers: at once or later, from any thread, and not before a moment. Copies are one and the same answer; the first call counts.
/// Where all copies go without a call, 500 is answered.
class Respond {
 public:
  using Send = std::function<void(Response, std::chrono::steady_clock::time_point not_before)>;
  explicit Respond(Send send);
  void operator()(Response response, std::chrono::steady_clock::time_point not_before = {}) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

using Handler = std::function<void(Request request, Respond respond)>;
/// A handler that answers at once.
Handler at_once(std::function<Response(const Request&)> body);

}  // namespace karuna::http
