// SPDX-License-Identifier: Apache-2.0
#include "http/wire.h"

#include <gtest/gtest.h>

namespace karuna::http {
namespace {

TEST(Wire, AHeadIsWrittenLineByLine) {
  const Response response = json("{}", 404);
  EXPECT_EQ(head_of(response, {}, Connection::keep),
            "HTTP/1.1 404 Not Found\r\nServer: karuna\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(head_of(Response{204, "", {}, "", {}}, {}, Connection::close), "HTTP/1.1 204 No Content\r\nServer: karuna\r\nConnection: close\r\n\r\n")
      << "RFC 9110 8.6: no length where there is no content";
}

TEST(Wire, ItTellsNoTimeAndNoVersion) {
  const std::string head = head_of(json("{}"), {{"X-Content-Type-Options", "nosniff"}}, Connection::keep);
  for (const char* header : {"Date:", "Last-Modified:", "ETag:", "Set-Cookie:", "karuna/"}) EXPECT_EQ(head.find(header), std::string::npos) << header;
}

TEST(Wire, WhatAnAnswerSaysItselfIsNotSaidTwice) {
  Response response = json("{}");
  response.headers = {{"referrer-policy", "origin"}};
  const std::string head = head_of(response, {{"Referrer-Policy", "no-referrer"}, {"X-Content-Type-Options", "nosniff"}}, Connection::keep);
  EXPECT_NE(head.find("referrer-policy: origin\r\n"), std::string::npos);
  EXPECT_EQ(head.find("no-referrer"), std::string::npos);
  EXPECT_NE(head.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
}

TEST(Wire, AValueBeginsNoHeaderOfItsOwn) {
  for (const std::string& value : {std::string("a\r\nSet-Cookie: b"), std::string("a\nb"), std::string("a\rb"), std::string("a\0b", 3)}) {
    Response response = json("{}");
    response.headers = {{"Location", value}, {"Allow", "GET"}};
    const std::string head = head_of(response, {}, Connection::keep);
    EXPECT_EQ(head.find("Location"), std::string::npos) << "the whole header is left out";
    EXPECT_EQ(head.find("Set-Cookie"), std::string::npos);
    EXPECT_NE(head.find("Allow: GET\r\n"), std::string::npos);
  }
}

TEST(Wire, TheLengthIsThatOfTheFileWhereThereIsOne) {
  Response response;
  response.body = "four";
  EXPECT_EQ(length_of(response), 4U);
  response.file = FileBody{nullptr, 7, 1'000'000'000'000};
  EXPECT_EQ(length_of(response), 1'000'000'000'000U);
}

TEST(Wire, HostsAreComparedWithoutPortAndCase) {
  const std::vector<std::string> ours{"karuna.example.org", "[::1]", "127.0.0.1"};
  for (const char* host : {"karuna.example.org", "KARUNA.example.ORG:8080", "[::1]", "[::1]:8443", "127.0.0.1:80"}) EXPECT_TRUE(is_our_host(host, ours)) << host;
  for (const char* host : {"", "example.org", "karuna.example.org.evil.example", "evil-karuna.example.org", "karuna.example.org:80:90", "[::2]", "::1", "127.0.0.11"})
    EXPECT_FALSE(is_our_host(host, ours)) << host;
  EXPECT_TRUE(is_our_host("anything", {})) << "no list: any";
}

TEST(Wire, APathIsVisibleAsciiFromItsStroke) {
  for (const char* path : {"/", "/v1/wave/5f/head.json", "/a%20b", "/~'()*!,;:@&=+$"}) EXPECT_TRUE(is_path(path)) << path;
  for (const char* path : {"", "a", "*", "http://x/", "/a b", "/a\tb", "/a\r\nb", "/a#b", "/a?b", "/\x7f", "/\xc3\xa4"}) EXPECT_FALSE(is_path(path)) << path;
  EXPECT_FALSE(is_path(std::string_view("/a\0b", 4)));
}

}  // namespace
}  // namespace karuna::http
