// SPDX-License-Identifier: Apache-2.0
// The only file that includes Boost.Beast for the server. Callbacks rather than coroutines: on Boost 1.74 not every compiler we use sees the latter.
#include "http/server.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/log.h"
#include "base/text.h"
#include "http/wire.h"

namespace karuna::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Failure = beast::error_code;

constexpr std::uint32_t most_head = 16 << 10;
constexpr std::size_t piece_bytes = 64 << 10;
constexpr std::uint64_t most_discarded = 1 << 20;
constexpr std::chrono::seconds time_to_finish{5};

Method method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get: return Method::get;
    case beast::http::verb::head: return Method::head;
    case beast::http::verb::post: return Method::post;
    case beast::http::verb::put: return Method::put;
    case beast::http::verb::delete_: return Method::del;
    case beast::http::verb::options: return Method::options;
    default: return Method::other;
  }
}

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

class Session;

}  // namespace

struct Server::State : std::enable_shared_from_this<Server::State> {
  State(const ServerSettings& s, Routes r) : settings(s), routes(std::move(r)), io(static_cast<int>(s.threads)), acceptor(asio::make_strand(io)), pause(acceptor.get_executor()) {}

  void accept();
  void gone(const Session* session);

  const ServerSettings settings;
  const Routes routes;
  asio::io_context io;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::uint16_t port = 0;
  std::vector<std::thread> threads;

  std::mutex guard;
  std::condition_variable ended;
  std::unordered_map<const Session*, std::weak_ptr<Session>> sessions;
  bool full = false;                        // nobody is accepted until a session ends
  std::atomic<bool> stopping = false, finished = false;
};

namespace {

/// One connection. Everything of it runs on its strand.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<Server::State> server, tcp::socket socket) : server_(std::move(server)), stream_(std::move(socket)), timer_(stream_.get_executor()) {}
  ~Session() { server_->gone(this); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->read_head(); });
  }

  void stop_if_idle() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->idle_) self->close();
    });
  }

  void close_now() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->close(); });
  }

 private:
  using Parser = beast::http::request_parser<beast::http::string_body>;

  void read_head() {
    if (server_->stopping) return close();
    idle_ = buffer_.size() == 0;
    parser_.emplace();
    parser_->header_limit(most_head);
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());   // decided when the route is known; 1.74 takes "none" for 0
    stream_.expires_after(server_->settings.patience);
    beast::http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](Failure failure, std::size_t) { self->on_head(failure); });
  }

  void on_head(Failure failure) {
    idle_ = false;
    if (failure) return on_bad_request(failure);
    const auto& head = parser_->get();
    keep_ = head.keep_alive() && !server_->stopping;
    request_ = Request{};
    request_.method = method_of(head.method());
    const std::string target = text(head.target());
    const std::size_t question = target.find('?');
    request_.path = target.substr(0, question);
    if (question != std::string::npos) request_.query = target.substr(question + 1);
    for (const auto& field : head) request_.headers.emplace_back(text(field.name_string()), text(field.value()));

    // Whoever sends two lengths, or two hosts, wants a proxy and us to see different requests.
    const bool two_lengths = head.count(beast::http::field::content_length) + head.count(beast::http::field::transfer_encoding) > 1;
    const bool one_host = head.count(beast::http::field::host) == 1 || (head.version() < 11 && head.count(beast::http::field::host) == 0);
    // And another coding than chunks has no end that we would see (RFC 9112 6.1).
    const bool no_end = head.count(beast::http::field::transfer_encoding) == 1 && lower_ascii(request_.header("Transfer-Encoding")) != "chunked";
    if (!is_path(request_.path) || two_lengths || no_end || !one_host) return refuse(error(400, "BAD_REQUEST"));
    if (!is_our_host(request_.header("Host"), server_->settings.hosts)) return refuse(error(421, "BAD_REQUEST"));

    const Routes::Found found = server_->routes.find(request_.method, request_.path);
    const std::uint64_t most = found.route != nullptr ? found.route->most_body : 0;
    const auto length = parser_->content_length();
    if (length && *length > most) return found.route != nullptr ? refuse(error(413, "BAD_LENGTH")) : answer_without_body();
    parser_->body_limit(most);
    if (request_.header("Expect") == "100-continue") return go_on();
    read_body();
  }

  /// A path that is not here, with a body nobody will read.
  void answer_without_body() {
    server_->routes.answer(std::move(request_), Respond([self = shared_from_this()](Response response, Clock::time_point) {
                             asio::dispatch(self->stream_.get_executor(), [self, response = std::move(response)]() mutable { self->refuse(std::move(response)); });
                           }));
  }

  void go_on() {
    static constexpr std::string_view words = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(words.data(), words.size()), [self = shared_from_this()](Failure failure, std::size_t) {
      if (failure) return self->close();
      self->read_body();
    });
  }

  void read_body() {
    stream_.expires_after(server_->settings.patience);
    beast::http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](Failure failure, std::size_t) {
      if (failure == beast::http::error::body_limit) return self->refuse(error(413, "BAD_LENGTH"));
      if (failure) return self->on_bad_request(failure);
      self->handle();
    });
  }

  void on_bad_request(Failure failure) {
    if (failure == beast::http::error::header_limit || failure == beast::http::error::buffer_overflow) return refuse(error(431, "BAD_REQUEST"));
    // What is not a fault of the text is one of the line: end of stream, time over, reset. There is nobody to answer.
    const bool text_fault = failure.category() == make_error_code(beast::http::error::bad_method).category() &&
                            failure != beast::http::error::end_of_stream && failure != beast::http::error::partial_message;
    if (!text_fault) return close();
    refuse(error(400, "BAD_REQUEST"));
  }

  void handle() {
    request_.body = std::move(parser_->get().body());
    request_.arrived = Clock::now();
    stream_.expires_never();
    const bool head_only = request_.method == Method::head;
    Respond respond([self = shared_from_this(), head_only](Response response, Clock::time_point not_before) {
      if (self->server_->finished) return;   // no thread is left that could send it
      asio::post(self->stream_.get_executor(), [self, head_only, response = std::move(response), not_before]() mutable {
        self->wait_and_send(std::move(response), not_before, head_only);
      });
    });
    try {
      server_->routes.answer(std::move(request_), respond);
    } catch (const std::exception&) {
      log_error("an answer could not be made: a defect of ours");   // never what it was about
      respond(error(500, "INTERNAL"));
    }
  }

  void wait_and_send(Response response, Clock::time_point not_before, bool head_only) {
    if (not_before <= Clock::now()) return send(std::move(response), head_only);
    response_ = std::move(response);
    timer_.expires_at(not_before);
    timer_.async_wait([self = shared_from_this(), head_only](Failure) { self->send(std::move(self->response_), head_only); });
  }

  void refuse(Response response) {
    keep_ = false;
    send(std::move(response), request_.method == Method::head);
  }

  void send(Response response, bool head_only) {
    if (server_->stopping) keep_ = false;
    response_ = std::move(response);
    head_ = head_of(response_, server_->settings.headers, keep_ ? Connection::keep : Connection::close);
    if (head_only) response_.body.clear(), response_.file.reset();
    if (response_.file) {
      file_at_ = response_.file->offset;
      file_left_ = response_.file->length;
    }
    stream_.expires_after(server_->settings.patience);
    const std::array<asio::const_buffer, 2> both{asio::buffer(head_), asio::buffer(response_.body)};
    asio::async_write(stream_, both, [self = shared_from_this()](Failure failure, std::size_t) {
      if (failure) return self->close();
      self->response_.file ? self->send_piece() : self->sent();
    });
  }

  void send_piece() {
    if (file_left_ == 0) return sent();
    piece_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(file_left_, piece_bytes)));
    const auto got = ::pread(response_.file->file->get(), piece_.data(), piece_.size(), static_cast<off_t>(file_at_));
    if (got <= 0) return close();   // a file that became shorter: the client sees that bytes are missing
    piece_.resize(static_cast<std::size_t>(got));
    file_at_ += piece_.size();
    file_left_ -= piece_.size();
    stream_.expires_after(server_->settings.patience);
    asio::async_write(stream_, asio::buffer(piece_), [self = shared_from_this()](Failure failure, std::size_t) {
      if (failure) return self->close();
      self->send_piece();
    });
  }

  void sent() {
    response_ = {};
    piece_ = {};
    if (keep_) return read_head();
    // What the client may still be sending is taken and dropped for a moment; closed at once, the answer could be lost to it.
    Failure ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    discarded_ = 0;
    piece_.resize(4096);
    stream_.expires_after(std::min<std::chrono::milliseconds>(server_->settings.patience, std::chrono::seconds(2)));
    discard();
  }

  void discard() {
    stream_.async_read_some(asio::buffer(piece_), [self = shared_from_this()](Failure failure, std::size_t bytes) {
      self->discarded_ += bytes;
      if (failure || self->discarded_ > most_discarded || self->server_->stopping) return self->close();
      self->discard();
    });
  }

  void close() {
    stream_.close();
    timer_.cancel();
  }

  std::shared_ptr<Server::State> server_;
  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  beast::flat_buffer buffer_{most_head + piece_bytes};
  std::optional<Parser> parser_;
  Request request_;
  Response response_;
  std::string head_, piece_;
  std::uint64_t file_at_ = 0, file_left_ = 0, discarded_ = 0;
  bool keep_ = false, idle_ = true;
};

}  // namespace

void Server::State::accept() {
  {
    const std::lock_guard lock(guard);
    full = sessions.size() >= settings.most_connections;
    if (full || stopping) return;
  }
  acceptor.async_accept(asio::make_strand(io), [self = shared_from_this()](Failure failure, tcp::socket socket) {
    if (self->stopping) return;
    if (failure) {   // out of descriptors, usually: others will end
      self->pause.expires_after(std::chrono::milliseconds(100));
      return self->pause.async_wait([self](Failure) { self->accept(); });
    }
    Failure ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto session = std::make_shared<Session>(self, std::move(socket));
    {
      const std::lock_guard lock(self->guard);
      self->sessions.emplace(session.get(), session);
    }
    session->start();
    self->accept();
  });
}

void Server::State::gone(const Session* session) {
  bool was_full = false;
  {
    const std::lock_guard lock(guard);
    sessions.erase(session);
    was_full = std::exchange(full, false);
    if (sessions.empty()) ended.notify_all();
  }
  if (was_full && !finished) asio::post(acceptor.get_executor(), [self = weak_from_this()] {
    if (const auto state = self.lock()) state->accept();
  });
}

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::start(const ServerSettings& settings, Routes routes) {
  Failure failure;
  const auto address = asio::ip::make_address(settings.address, failure);
  if (failure) return fail(Fault::invalid, settings.address + " is not an address to listen on; give one like 127.0.0.1 or ::1");
  auto state = std::make_shared<State>(settings, std::move(routes));
  const tcp::endpoint endpoint(address, settings.port);
  state->acceptor.open(endpoint.protocol(), failure);
  if (!failure) state->acceptor.set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) state->acceptor.bind(endpoint, failure);
  if (!failure) state->acceptor.listen(asio::socket_base::max_listen_connections, failure);
  if (failure) {
    const std::string where = settings.address + " port " + std::to_string(settings.port);
    if (failure == asio::error::address_in_use) return fail(Fault::unwritable, where + " is taken by another program; choose another port or stop that program");
    if (failure == asio::error::access_denied) return fail(Fault::unwritable, where + " may not be used by this user; choose a port above 1023");
    return fail(Fault::unwritable, "cannot listen on " + where + ": " + failure.message());
  }
  state->port = state->acceptor.local_endpoint().port();
  state->accept();
  for (unsigned i = 0; i < std::max(1U, settings.threads); ++i) state->threads.emplace_back([state] { state->io.run(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

std::uint16_t Server::port() const { return state_->port; }

void Server::stop() {
  if (state_->stopping.exchange(true)) return;
  asio::post(state_->acceptor.get_executor(), [state = state_] {
    Failure ignored;
    state->acceptor.close(ignored);
    state->pause.cancel();
  });
  const auto each = [this](void (Session::*what)()) {
    std::vector<std::shared_ptr<Session>> alive;
    {
      const std::lock_guard lock(state_->guard);
      for (const auto& [key, weak] : state_->sessions)
        if (auto session = weak.lock()) alive.push_back(std::move(session));
    }
    for (const auto& session : alive) ((*session).*what)();
  };
  each(&Session::stop_if_idle);
  {
    std::unique_lock lock(state_->guard);
    if (!state_->ended.wait_for(lock, time_to_finish, [this] { return state_->sessions.empty(); })) {
      lock.unlock();
      each(&Session::close_now);
      lock.lock();
      state_->ended.wait_for(lock, time_to_finish, [this] { return state_->sessions.empty(); });
    }
  }
  state_->finished = true;
  state_->io.stop();
  for (std::thread& thread : state_->threads) thread.join();
}

Server::~Server() { stop(); }

}  // namespace karuna::http
