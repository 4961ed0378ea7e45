// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

namespace karuna::http {
namespace {

Request with(Headers headers, std::string query = {}) {
  Request request;
  request.headers = std::move(headers);
  request.query = std::move(query);
  return request;
}

TEST(Message, HeadersAreFoundInAnyCaseAndTheFirstCounts) {
  const Request request = with({{"Host", "a"}, {"x-CSRF", "1"}, {"X-Csrf", "2"}, {"X-Csrf-Other", "3"}, {"Empty", ""}});
  EXPECT_EQ(request.header("HOST"), "a");
  EXPECT_EQ(request.header("X-CSRF"), "1");
  EXPECT_EQ(request.header("X-Csr"), "");
  EXPECT_EQ(request.header("Empty"), "");
  EXPECT_EQ(request.header(""), "");
}

TEST(Message, ACookieIsFoundByItsWholeName) {
  // RFC 6265 4.2: pairs with "; " between them. Blanks around them are let pass.
  const Request request = with({{"Cookie", "other=1; karuna_session=abc=; karuna_session=second;xkaruna=2; empty=;bare"}});
  EXPECT_EQ(request.cookie("karuna_session"), "abc=") << "the first, and all behind the first equals sign";
  EXPECT_EQ(request.cookie("karuna"), "") << "a name that only begins so";
  EXPECT_EQ(request.cookie("session"), "");
  EXPECT_EQ(request.cookie("xkaruna"), "2");
  EXPECT_EQ(request.cookie("empty"), "");
  EXPECT_EQ(request.cookie("bare"), "");
  EXPECT_EQ(request.cookie("Other"), "") << "names of cookies have their case";
  EXPECT_EQ(with({}).cookie("a"), "");
}

TEST(Message, AQueryIsReadWithItsEscapes) {
  const Request request = with({}, "wave_id=ab%2Fc%c3%a4&b=x+y%2B&empty=&bare&b=second&=nameless&e=%&f=%4&g=%zz&h=a=b");
  EXPECT_EQ(request.query_value("wave_id"), "ab/cä");
  EXPECT_EQ(request.query_value("b"), "x y+") << "the first";
  EXPECT_EQ(request.query_value("empty"), "");
  EXPECT_EQ(request.query_value("bare"), std::nullopt);
  EXPECT_EQ(request.query_value("missing"), std::nullopt);
  EXPECT_EQ(request.query_value("h"), "a=b");
  for (const char* broken : {"e", "f", "g"}) EXPECT_EQ(request.query_value(broken), std::nullopt) << broken;
  EXPECT_EQ(with({}, "a=%00").query_value("a"), std::string(1, '\0'));
  EXPECT_EQ(with({}).query_value("a"), std::nullopt);
}

TEST(Message, EveryErrorHasOneLength) {
  // The names of docs/protocol.md: the longest must fit, or its length would tell it from the others.
  for (const char* name : {"NOT_ELIGIBLE", "WINDOW_CLOSED", "ALREADY_ISSUED", "BAD_BLINDED_MESSAGE", "UNKNOWN_WAVE", "BAD_LENGTH", "BAD_TOKEN", "TOO_MANY", "BUSY", "SIGN_IN",
                           "FORBIDDEN", "NOT_FOUND", "BAD_REQUEST", "INTERNAL"}) {
    const Response response = error(400, name);
    EXPECT_EQ(response.body.size(), 64U) << name;
    EXPECT_EQ(nlohmann::json::parse(response.body), nlohmann::json({{"error", name}})) << "blanks behind it are no part of JSON";
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(response.status, 400U);
  }
}

TEST(Message, StatusLinesHaveTheWordsOfTheRfc) {
  // RFC 9110 section 15; 431 and 429 of RFC 6585.
  const std::pair<unsigned, const char*> known[] = {{200, "OK"}, {204, "No Content"}, {206, "Partial Content"}, {303, "See Other"}, {304, "Not Modified"}, {400, "Bad Request"},
                                                    {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {408, "Request Timeout"},
                                                    {409, "Conflict"}, {413, "Content Too Large"}, {416, "Range Not Satisfiable"}, {421, "Misdirected Request"},
                                                    {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"}, {503, "Service Unavailable"}};
  for (const auto& [status, words] : known) EXPECT_EQ(reason_of(status), words) << status;
}

TEST(Message, MethodsHaveTheirNames) {
  EXPECT_EQ(name_of(Method::del), "DELETE");
  EXPECT_EQ(name_of(Method::head), "HEAD");
  EXPECT_EQ(name_of(Method::other), "");
}

TEST(Message, APageCarriesItsPolicy) {
  const Response page = html("<p>", "default-src 'none'");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(header_of(page.headers, "Content-Security-Policy"), "default-src 'none'");
}

TEST(Respond, TheFirstCallCountsHoweverManyCopies) {
  std::vector<unsigned> sent;
  {
    const Respond respond([&](Response response, auto) { sent.push_back(response.status); });
    const Respond copy = respond;
    copy(error(403, "FORBIDDEN"));
    respond(json("{}"));
  }
  EXPECT_EQ(sent, std::vector<unsigned>{403});
}

TEST(Respond, WhereNobodyAnswersItSaysSo) {
  std::vector<Response> sent;
  { const Respond respond([&](Response response, auto) { sent.push_back(std::move(response)); }); }
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].status, 500U);
  EXPECT_EQ(sent[0].body.size(), error_length);
}

TEST(Respond, TellsTheMomentBeforeWhichNothingMayLeave) {
  const auto moment = std::chrono::steady_clock::time_point(std::chrono::seconds(77));
  std::chrono::steady_clock::time_point told;
  Respond([&](Response, auto when) { told = when; })(json("{}"), moment);
  EXPECT_EQ(told, moment);
}

TEST(Respond, OneAnswerFromManyThreads) {
  std::atomic<int> sent = 0;
  {
    const Respond respond([&](Response, auto) { ++sent; });
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) threads.emplace_back([respond] { respond(json("{}")); });
  }
  EXPECT_EQ(sent, 1);
}

}  // namespace
}  // namespace karuna::http
