// SPDX-License-Identifier: Apache-2.0
#include "show/studio/routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "people/audit.h"
#include "shared.h"

namespace karuna::show {
namespace {

using http::Method;
using people::Role;

/// An installation without waves, its pages not built.
class StudioDoor : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.path() / "people");
    std::filesystem::create_directories(folder_.path() / "waves");
    ASSERT_TRUE(people::make_ring(folder_.path() / "people"));
    auto database = people::open_people(folder_.path() / "people");
    ASSERT_TRUE(database) << database.error().what;
    ask::Installation installation;
    installation.folder = folder_.path();
    installation.name = "Klinik";
    rooms_ = std::make_shared<StudioRooms>(*std::move(database), *act::open_act(folder_.path()), std::make_shared<ask::WaveWatch>(installation), pack);
    routes_ = std::make_unique<http::Routes>(studio_routes(rooms_));
  }

  struct Who {
    std::string cookie, csrf;
  };
  Who with_role(Role role, bool card = false) {
    people::Account account{.login = std::string(people::role_names[static_cast<std::size_t>(role)]), .person = {}, .roles = {role}, .card = card};
    const auto cookie = rooms_->sessions.begin(account);
    return {*cookie, rooms_->sessions.find(*cookie)->csrf};
  }

  http::Response ask(Method method, std::string path, const Who& who, http::Headers more = {}, std::string body = {}) {
    http::Request request;
    request.method = method;
    request.path = std::move(path);
    request.headers = std::move(more);
    request.body = std::move(body);
    request.headers.emplace_back("Host", "karuna.example.org");
    if (!who.cookie.empty()) request.headers.emplace_back("Cookie", "karuna_session=" + who.cookie);
    if (!who.csrf.empty()) request.headers.emplace_back("X-Karuna-CSRF", who.csrf);
    std::promise<http::Response> answered;
    routes_->answer(std::move(request), http::Respond([&](http::Response response, std::chrono::steady_clock::time_point) { answered.set_value(std::move(response)); }));
    return answered.get_future().get();
  }

  static constexpr std::string_view pack = "index.html 4\npages 13\nstudio-AB.js 5\nstudio-AB.js.gz 3\n\n<p>xhome\npromise\n12345zip";
  test::TemporaryFolder folder_;
  std::shared_ptr<StudioRooms> rooms_;
  std::unique_ptr<http::Routes> routes_;
};

std::string name_of(const StudioRoute& route) { return std::string(http::name_of(route.method)) + " " + route.pattern; }

/// The rows of docs/roles.md: address, and who stands in it: "nobody", the roles, "card".
std::map<std::string, std::set<std::string>> documented() {
  std::vector<std::string> heads;
  std::map<std::string, std::set<std::string>> rows;
  const std::string page = test::read_text(KARUNA_SOURCE_DIR "/docs/roles.md");
  for (const std::string_view line : split(page, '\n')) {
    if (!line.starts_with("| ")) continue;
    std::vector<std::string> cells;
    for (const std::string_view cell : split(line.substr(1, line.size() - 2), '|')) cells.emplace_back(trimmed(cell));
    if (heads.empty()) heads = cells;
    else if (cells[0].starts_with("`")) {
      auto& row = rows[cells[0].substr(1, cells[0].size() - 2)];
      for (std::size_t c = 1; c < cells.size(); ++c)
        if (cells[c] == "yes") row.insert(heads[c]);
    }
  }
  return rows;
}

TEST_F(StudioDoor, LetsInWhomTheManualSaysAndNobodyElse) {
  const auto manual = documented();
  std::set<std::string> seen;
  for (const StudioRoute& route : studio_table(Site{})) {
    const std::string name = name_of(route);
    seen.insert(name);
    ASSERT_TRUE(manual.contains(name)) << "docs/roles.md does not have " << name;
    std::string path = route.pattern;
    for (auto brace = path.find('{'); brace != std::string::npos; brace = path.find('{')) path.replace(brace, path.find('}') - brace + 1, "deep.json");
    const auto look = [&](const std::string& role, const Who& who) {
      const bool let_in = manual.at(name).contains(role);
      const auto answer = ask(route.method, path, who);
      // A wrong password is answered with 403 as well; who may try is everybody.
      if (name == "POST /v1/session") EXPECT_TRUE(let_in) << name;
      else if (let_in) EXPECT_TRUE(answer.status != 401 && answer.status != 403) << name << " as " << role << ": " << answer.status;
      else EXPECT_EQ(answer.status, role == "nobody" ? 401U : 403U) << name << " as " << role;
      EXPECT_FALSE(http::header_of(answer.headers, "Cache-Control").empty()) << name;
    };
    look("nobody", {});
    for (std::size_t r = 0; r < std::size(people::role_names); ++r) look(std::string(people::role_names[r]), with_role(static_cast<Role>(r)));
    look("card", with_role(Role::employee, true));
  }
  for (const auto& [name, roles] : manual) EXPECT_TRUE(seen.contains(name)) << "docs/roles.md has " << name << ", the program does not";
}

TEST_F(StudioDoor, DescribesEveryAddressWithWhoMayUseItAndWhatTheManualSays) {
  const auto description = nlohmann::json::parse(ask(Method::get, "/api", {}).body);
  EXPECT_EQ(description["openapi"], "3.1.0");
  const auto manual = documented();
  std::size_t seen = 0;
  for (const auto& [path, methods] : description["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      std::string name = method + " " + path;
      std::transform(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(method.size()), name.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
      ASSERT_TRUE(manual.contains(name)) << name;
      std::set<std::string> roles = operation["x-roles"];
      if (roles.contains("nobody")) {
        EXPECT_TRUE(manual.at(name).contains("nobody")) << name;
      } else {
        EXPECT_EQ(roles, manual.at(name)) << name;
      }
      if (path.starts_with("/api")) {
        EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << "docs/studio.md has no row for " << name;
      }
      ++seen;
    }
  for (const StudioRoute& route : studio_table(Site{}))
    if (route.pattern.starts_with("/api") || route.pattern.starts_with("/v1/")) {
      EXPECT_TRUE(description["paths"].contains(route.pattern)) << route.pattern;
    }
  EXPECT_GE(seen, 40U);
}

TEST_F(StudioDoor, ChangesNothingForAPageThatIsNotItsOwn) {
  for (const StudioRoute& route : studio_table(Site{})) {
    if (route.method == Method::get) continue;
    // Somebody the address lets in, so that nothing but the check for foreign pages can refuse.
    Role role = Role::employee;
    while (!route.audience.has(role)) role = static_cast<Role>(static_cast<int>(role) + 1);
    const Who who = with_role(role);
    const http::Headers foreign{{"Origin", "https://elsewhere.example.org"}}, own{{"Origin", "https://karuna.example.org"}};
    EXPECT_EQ(ask(route.method, route.pattern, who, foreign).status, 403U) << name_of(route);
    EXPECT_EQ(ask(route.method, route.pattern, who, {{"Origin", "null"}}).status, 403U) << name_of(route);
    if (!route.audience.everybody) {
      EXPECT_EQ(ask(route.method, route.pattern, {who.cookie, ""}, own).status, 403U) << name_of(route) << " without the token";
      EXPECT_EQ(ask(route.method, route.pattern, {who.cookie, with_role(role).csrf}, own).status, 403U) << name_of(route) << " with the token of another session";
      EXPECT_NE(ask(route.method, route.pattern, who, own).status, 403U) << name_of(route);
    }
  }
}

/// What a page shows stands at an address in both forms; whatever is there in one form alone says here why.
TEST_F(StudioDoor, GivesWhatAPageShowsAsJsonAndAsCsvToTheSamePeople) {
  const std::map<std::string, std::string> in_one_form{
      {"/api/oidc.json", "the name on the sign-in button"},
      {"/api/groups/pods/search.json", "how far a search is that runs; what is kept of it is in pods.csv"},
      {"/api/me/groups.json", "all of it is in the record of oneself, which has both forms"},
      {"/api/admin/people/template.csv", "an empty table to fill in"},
  };
  const auto table = studio_table(Site{});
  std::set<std::string> alone;
  std::size_t both = 0;
  for (const StudioRoute& route : table) {
    const bool as_json = route.pattern.ends_with(".json"), as_csv = route.pattern.ends_with(".csv");
    if (route.method != Method::get || !(as_json || as_csv)) continue;
    const std::string other = route.pattern.substr(0, route.pattern.rfind('.')) + (as_json ? ".csv" : ".json");
    const auto twin = std::ranges::find(table, other, &StudioRoute::pattern);
    if (twin == table.end()) {
      alone.insert(route.pattern);
      continue;
    }
    ++both;
    EXPECT_EQ(twin->audience.everybody, route.audience.everybody) << other;
    EXPECT_EQ(twin->audience.roles, route.audience.roles) << other;
    for (std::size_t r = 0; r < std::size(people::role_names); ++r) {
      const auto role = static_cast<Role>(r);
      if (!route.audience.has(role) || as_json) continue;
      const auto answer = ask(Method::get, route.pattern, with_role(role));
      EXPECT_EQ(answer.status, ask(Method::get, other, with_role(role)).status) << route.pattern;
      EXPECT_TRUE(answer.status != 200 || (answer.content_type.starts_with("text/csv") && answer.body.ends_with("\r\n"))) << route.pattern;
    }
  }
  EXPECT_GE(both, 60U);
  for (const std::string& pattern : alone) EXPECT_TRUE(in_one_form.contains(pattern)) << pattern << " is there in one form alone";
  for (const auto& [pattern, why] : in_one_form) EXPECT_TRUE(alone.contains(pattern)) << pattern << " (" << why << ") has both forms, or is gone";
}

TEST_F(StudioDoor, SetsCookiesThatNoScriptReadsAndNoOtherPageSends) {
  ASSERT_TRUE(people::add_role(rooms_->people, "anna", Role::council));
  ASSERT_TRUE(people::set_password(rooms_->people, "anna", "correct horse battery"));
  const auto answer = ask(Method::post, "/v1/session", {}, {}, R"({"login":"anna","password":"correct horse battery"})");
  ASSERT_EQ(answer.status, 200U);
  std::vector<std::string> cookies;
  for (const auto& [name, value] : answer.headers)
    if (name == "Set-Cookie") cookies.push_back(value);
  ASSERT_EQ(cookies.size(), 2U);
  for (const auto& cookie : cookies) {
    EXPECT_NE(cookie.find("; HttpOnly; SameSite=Strict"), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("Secure"), std::string::npos) << "this installation has no TLS";
  }
  EXPECT_NE(cookies[0].find("; Path=/v1;"), std::string::npos);
  EXPECT_NE(cookies[1].find("; Path=/api;"), std::string::npos);
  EXPECT_EQ(ask(Method::post, "/v1/session", {}, {}, R"({"login":"anna","password":"correct horse batterz"})").status, 403U);
  EXPECT_EQ(ask(Method::post, "/v1/session", {}, {}, "no json").status, 403U);
}

TEST_F(StudioDoor, NotesARoleThatIsTaken) {
  const auto cookie = rooms_->sessions.begin({.login = "anna", .person = {}, .roles = {Role::council, Role::sponsor}});
  const Who anna{*cookie, rooms_->sessions.find(*cookie)->csrf};
  EXPECT_EQ(ask(Method::get, "/api/audit.json", anna).status, 200U);
  EXPECT_EQ(ask(Method::post, "/api/role", anna, {}, R"({"role":"administrator"})").status, 403U) << "not hers";
  EXPECT_EQ(ask(Method::post, "/api/role", anna, {}, R"({"role":"queen"})").status, 400U);
  EXPECT_EQ(people::check_audit(rooms_->people)->rows, 0);
  EXPECT_EQ(ask(Method::post, "/api/role", anna, {}, R"({"role":"sponsor"})").status, 200U);
  EXPECT_EQ(ask(Method::get, "/api/audit.json", anna).status, 403U) << "one role at a time";
  const auto noted = people::read_audit(rooms_->people, 0, 10);
  ASSERT_EQ(noted->size(), 1U);
  EXPECT_EQ(noted->front().note.who, "anna");
  EXPECT_EQ(noted->front().note.role, "sponsor");
  EXPECT_EQ(noted->front().note.object, "council");
}

TEST_F(StudioDoor, NotesAnOpenedReportOnceASession) {
  const Who lead = with_role(Role::programme_lead);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(Method::get, "/api/report/deep.json", lead).status, 404U) << "nothing is released";
  EXPECT_EQ(ask(Method::get, "/api/changed.json", lead).status, 200U);
  EXPECT_EQ(people::check_audit(rooms_->people)->rows, 1);
  EXPECT_EQ(ask(Method::get, "/api/report/deep.json", with_role(Role::programme_lead)).status, 404U);
  EXPECT_EQ(people::check_audit(rooms_->people)->rows, 2);
}

TEST_F(StudioDoor, GivesPagesWithAStrictPolicyAndFilesForAYear) {
  const auto page = ask(Method::get, "/home", {});
  EXPECT_EQ(page.body, "<p>x");
  const std::string policy(http::header_of(page.headers, "Content-Security-Policy"));
  EXPECT_TRUE(policy.starts_with("default-src 'none'"));
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(policy.find("*"), std::string::npos);
  EXPECT_EQ(http::header_of(page.headers, "Cache-Control"), "no-store");
  const auto plain = ask(Method::get, "/assets/studio-AB.js", {}), packed = ask(Method::get, "/assets/studio-AB.js", {}, {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(plain.body, "12345");
  EXPECT_EQ(packed.body, "zip");
  EXPECT_EQ(http::header_of(packed.headers, "Content-Encoding"), "gzip");
  EXPECT_EQ(ask(Method::get, "/assets/index.html", {}).status, 404U);
  EXPECT_EQ(ask(Method::get, "/assets/studio-AB.js.gz", {}).status, 404U);
  EXPECT_EQ(ask(Method::get, "/nowhere", {}).status, 404U);
}

TEST(Site, APageAsksForItsOwnScriptsAtOnceAndForThoseOfNoOtherPage) {
  const Site site = read_site("index.html 23\npages 26\n\n<head></head><p>page</>home a-1.js b-2.js\npromise");
  EXPECT_EQ(site.pages, (std::vector<std::string>{"home", "promise"}));
  EXPECT_EQ(site_page(site, "/home").body,
            "<head><link rel=\"modulepreload\" href=\"/assets/a-1.js\">\n<link rel=\"modulepreload\" href=\"/assets/b-2.js\">\n</head><p>page</>");
  for (const char* path : {"/promise", "/", "", "/home/", "/nowhere"}) EXPECT_EQ(site_page(site, path).body, "<head></head><p>page</>") << path;
}

TEST(Site, ADamagedPackIsNotBuiltAndSaysWhatToDo) {
  for (const char* pack : {"", "index.html 4\n", "index.html 40\n\n<p>x", "index.html four\n\n<p>x", "index.html\n\n<p>x"}) EXPECT_FALSE(read_site(pack).built()) << pack;
  const auto page = site_page(Site{});
  EXPECT_NE(page.body.find("scripts/web-build"), std::string::npos);
}

}  // namespace
}  // namespace karuna::show
