// SPDX-License-Identifier: Apache-2.0
#include "http/routes.h"

#include <gmock/gmock.h>

namespace karuna::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Handler saying(std::string words) {
  return at_once([words](const Request&) { return json(words); });
}

Routes made() {
  Routes routes;
  routes.add(Method::get, "/", saying("root"));
  routes.add(Method::get, "/v1/wave/{id}/{file}", saying("file"));
  routes.add(Method::post, "/v1/ballot", saying("ballot"), 10);
  routes.add(Method::options, "/v1/ballot", saying("may"));
  routes.add(Method::get, "/v1/wave/{id}/summary", saying("never, for the first that fits answers"));
  routes.add(Method::del, "/v1/session", saying("gone"));
  routes.add(Method::get, "/v1/session", saying("there"));
  return routes;
}

Response answered(const Routes& routes, Request request) {
  std::vector<Response> answers;
  routes.answer(std::move(request), Respond([&](Response response, auto) { answers.push_back(std::move(response)); }));
  EXPECT_EQ(answers.size(), 1U);
  return answers.empty() ? Response{} : answers[0];
}

Request asking(Method method, std::string path, std::string body = {}) {
  Request request;
  request.method = method;
  request.path = std::move(path);
  request.body = std::move(body);
  return request;
}

TEST(Routes, FindsByStepAndNamesTheParts) {
  const Routes routes = made();
  const auto found = routes.find(Method::get, "/v1/wave/5f0c/head.json");
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.route->pattern, "/v1/wave/{id}/{file}");
  EXPECT_THAT(found.parts, ElementsAre(Pair("id", "5f0c"), Pair("file", "head.json")));
  EXPECT_EQ(routes.find(Method::get, "/").route->pattern, "/");
  EXPECT_EQ(routes.find(Method::get, "/v1/wave/5f0c/summary").route->pattern, "/v1/wave/{id}/{file}") << "the order in which they were added";
}

TEST(Routes, AStepIsNotEmptyAndThereAreAsManyAsInThePattern) {
  const Routes routes = made();
  for (const char* path : {"", "//", "/v1", "/v1/wave", "/v1/wave/", "/v1/wave/a", "/v1/wave/a/", "/v1/wave//b", "/v1/wave/a/b/", "/v1/wave/a/b/c", "/V1/ballot", "/v1/ballot/",
                           "/v1/ballot//", "v1/ballot", "/v1/ballot%2f"}) {
    const auto found = routes.find(Method::get, path);
    EXPECT_EQ(found.route, nullptr) << path;
    EXPECT_EQ(found.allowed, "") << path;
  }
}

TEST(Routes, DotsAreStepsLikeOthersAndLeadNowhere) {
  const auto found = made().find(Method::get, "/v1/wave/../x");
  ASSERT_NE(found.route, nullptr);
  EXPECT_THAT(found.parts, ElementsAre(Pair("id", ".."), Pair("file", "x"))) << "it is for the handler to know that no wave is named so";
}

TEST(Routes, HeadIsAnsweredWhereGetIs) {
  const Routes routes = made();
  EXPECT_EQ(routes.find(Method::head, "/").route, routes.find(Method::get, "/").route);
  EXPECT_EQ(routes.find(Method::head, "/v1/ballot").route, nullptr);
}

TEST(Routes, TellsWhatAPathAllows) {
  const Routes routes = made();
  EXPECT_EQ(routes.find(Method::get, "/v1/ballot").allowed, "POST, OPTIONS");
  EXPECT_EQ(routes.find(Method::put, "/v1/session").allowed, "DELETE, GET, HEAD");
  EXPECT_EQ(routes.find(Method::other, "/v1/wave/a/summary").allowed, "GET, HEAD") << "each once, though two routes fit";
}

TEST(Routes, AnswersWhatItCannotFindItself) {
  const Routes routes = made();
  const auto nothing = answered(routes, asking(Method::post, "/v1/nothing", std::string(100, 'x')));
  EXPECT_EQ(nothing.status, 404U);
  EXPECT_EQ(nothing.body, error(404, "NOT_FOUND").body);
  const auto wrong = answered(routes, asking(Method::get, "/v1/ballot"));
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(header_of(wrong.headers, "Allow"), "POST, OPTIONS");
  EXPECT_EQ(answered(routes, asking(Method::other, "/")).status, 405U);
}

TEST(Routes, ABodyHasTheLengthItsRouteAllows) {
  const Routes routes = made();
  EXPECT_EQ(answered(routes, asking(Method::post, "/v1/ballot", std::string(10, 'x'))).body, "ballot");
  EXPECT_EQ(answered(routes, asking(Method::post, "/v1/ballot", std::string(11, 'x'))).status, 413U);
  EXPECT_EQ(answered(routes, asking(Method::get, "/", "x")).status, 413U) << "a route that says nothing takes none";
}

TEST(Routes, TheHandlerGetsTheParts) {
  Routes routes;
  std::string seen;
  routes.add(Method::get, "/a/{one}/{two}", at_once([&](const Request& request) {
               seen = std::string(request.part("one")) + "," + std::string(request.part("two")) + "," + std::string(request.part("three"));
               return Response{};
             }));
  answered(routes, asking(Method::get, "/a/x/y"));
  EXPECT_EQ(seen, "x,y,");
}

TEST(Routes, WithoutAnyNothingIsFound) {
  EXPECT_EQ(answered(Routes(), asking(Method::get, "/")).status, 404U);
  EXPECT_THAT(Routes().all(), IsEmpty());
}

}  // namespace
}  // namespace karuna::http
