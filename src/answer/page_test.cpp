// SPDX-License-Identifier: Apache-2.0
#include "answer/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace karuna::answer {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view built =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"{{policy}}\"><style>p{}</style>"
    "<script type=\"application/json\" id=\"stamp\">{{stamp}}</script><script>go()</script>";

ask::Installation installation() {
  ask::Installation made;
  made.name = "Haus <am> \"See\"";
  made.studio = "https://karuna.example.org";
  made.respond = "https://answer.example.org:8443";
  made.server_key = {1};
  made.receipt_key = {2};
  made.witness_keys = {{3}, {4}};
  return made;
}

// The hashes are those of `printf 'go()' | openssl dgst -sha256 -binary | base64` and of p{}.
TEST(Page, lets_its_own_script_run_and_speaks_with_one_address) {
  const auto page = stamp_page(built, installation());
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_THAT(*page, HasSubstr("default-src 'none'; script-src 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src "
                               "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='; "));
  EXPECT_THAT(*page, HasSubstr("connect-src https://answer.example.org:8443;"));
  EXPECT_THAT(*page, Not(HasSubstr("{{")));
  EXPECT_THAT(*page, Not(HasSubstr("<am>")));
  EXPECT_EQ(stamp_page(built, installation()).value(), *page);
}

// The hash is that of `printf 'ask()' | openssl dgst -sha256 -binary | base64`; the stamp is no script and needs none.
TEST(Page, lets_every_script_of_its_own_run_and_no_other) {
  std::string two(built);
  two.insert(two.find("<style>"), "<script>ask()</script>");
  const auto page = stamp_page(two, installation());
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_THAT(*page,
              HasSubstr("script-src 'sha256-inhqo8UEOtta3Yf/3uJCGUt2o6pzuDBPHXRBiutLwio=' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src "));
}

TEST(Page, tells_a_terminal_whom_to_believe) {
  const auto stamp = read_stamp(stamp_page(built, installation()).value());
  ASSERT_TRUE(stamp) << stamp.error().what;
  EXPECT_EQ(stamp->organisation, "Haus <am> \"See\"");
  EXPECT_EQ(stamp->respond, "https://answer.example.org:8443");
  EXPECT_EQ(stamp->keys.server_key, installation().server_key);
  EXPECT_EQ(stamp->receipt_key, installation().receipt_key);
  EXPECT_EQ(stamp->keys.witness_keys, installation().witness_keys);
  EXPECT_FALSE(read_stamp("<html>another page</html>"));
}

TEST(Page, is_not_built_where_nobody_could_be_believed_or_the_policy_could_be_ended) {
  auto unwitnessed = installation();
  unwitnessed.witness_keys.clear();
  ASSERT_FALSE(stamp_page(built, unwitnessed));
  EXPECT_THAT(stamp_page(built, unwitnessed).error().what, HasSubstr("karuna council add"));
  unwitnessed.council = false;
  EXPECT_TRUE(stamp_page(built, unwitnessed));
  for (const char* address :
       {"https://a.example; script-src *", "https://a.example/", "https://a.example/x", "https://a.example?x", "ftp://a.example", "https://a.example'", ""}) {
    auto odd = installation();
    odd.respond = address;
    EXPECT_FALSE(stamp_page(built, odd)) << address;
  }
  EXPECT_FALSE(stamp_page("<script>go()</script>", installation()));
}

}  // namespace
}  // namespace karuna::answer
