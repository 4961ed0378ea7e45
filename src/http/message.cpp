// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <atomic>

#include "base/text.h"

namespace karuna::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: break;
  }
  return "";
}

std::string_view header_of(const Headers& headers, std::string_view name) {
  const std::string wanted = lower_ascii(name);
  for (const auto& [key, value] : headers)
    if (key.size() == wanted.size() && lower_ascii(key) == wanted) return value;
  return {};
}

std::string_view Request::part(std::string_view name) const {
  for (const auto& [key, value] : parts)
    if (key == name) return value;
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (std::string_view piece : split(header("Cookie"), ';')) {
    piece = trimmed(piece);
    if (piece.size() > name.size() && piece.starts_with(name) && piece[name.size()] == '=') return piece.substr(name.size() + 1);
  }
  return {};
}

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') out += ' ';
    else if (text[i] != '%') out += text[i];
    else {
      if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) return std::nullopt;
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> Request::query_value(std::string_view name) const {
  for (const std::string_view pair : split(query, '&')) {
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return unescaped(pair.substr(equals + 1));
  }
  return std::nullopt;
}

Response html(std::string body, std::string_view content_security_policy) {
  return {.content_type = "text/html; charset=utf-8",
          .headers = {{"Content-Security-Policy", std::string(content_security_policy)}},
          .body = std::move(body)};
}

Response json(std::string body, unsigned status) { return {.status = status, .content_type = "application/json", .body = std::move(body)}; }

Response error(unsigned status, std::string_view name) {
  std::string body = "{\"error\":\"" + std::string(name) + "\"}";
  body.resize(std::max(body.size(), error_length), ' ');
  return json(std::move(body), status);
}

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 416: return "Range Not Satisfiable";
    case 421: return "Misdirected Request";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

struct Respond::State {
  explicit State(Send how) : send(std::move(how)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (!answered.exchange(true)) send(error(500, "INTERNAL"), {});
  }
  Send send;
  std::atomic<bool> answered = false;
};

Respond::Respond(Send send) : state_(std::make_shared<State>(std::move(send))) {}

void Respond::operator()(Response response, std::chrono::steady_clock::time_point not_before) const {
  if (!state_->answered.exchange(true)) state_->send(std::move(response), not_before);
}

Handler at_once(std::function<Response(const Request&)> body) {
  return [body = std::move(body)](const Request& request, const Respond& respond) { respond(body(request)); };
}

}  // namespace karuna::http
