// SPDX-License-Identifier: Apache-2.0
// A page of the studio as a tagged PDF, for the board, the council and a manager; by a browser on this machine, where there is one.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "show/studio/print/browser.h"
#include "show/studio/routes.h"

namespace karuna::show {

namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

/// What is worth a sheet of paper. Each is printed as whoever asks sees it: a page that is not theirs says so on paper too.
constexpr std::string_view printed_pages[] = {"overview", "index",    "heat",  "trend",  "quarter", "changed",   "team",
                                              "rules",    "releases", "board", "verify", "data",    "approvals", "promise"};
constexpr std::string_view ending = ".pdf";
constexpr std::int64_t session_seconds = 120;

void print(std::shared_ptr<Asked> asked, Respond respond) {
  std::string_view page = asked->request.part("page");
  if (!page.ends_with(ending)) return respond(http::error(404, "NOT_FOUND"));
  page.remove_suffix(ending.size());
  if (std::ranges::find(printed_pages, page) == std::end(printed_pages)) return respond(http::error(404, "NOT_FOUND"));
  const auto browser = printing_browser();
  if (browser.empty() || asked->rooms.print_address.empty())
    return respond(http::json(
        json{{"error", "NO_BROWSER"}, {"words", "no Chromium is on this machine; the page itself prints as the same sheet (docs/studio.md)"}}.dump(), 501));
  const bool taken = asked->rooms.work.add([asked, respond, browser, page = std::string(page)] {
    StudioRooms& rooms = asked->rooms;
    // A session of its own, in the same role, for as long as this takes: the asker's cookie is given to no program.
    auto cookie = rooms.sessions.begin(asked->account(), session_seconds);
    if (!cookie || !rooms.sessions.take_role(*cookie, asked->role())) return respond(http::error(503, "BUSY"));
    auto pdf = print_page(browser, {rooms.print_address, page, std::string(session_cookie), *cookie, language_of(*asked)});
    rooms.sessions.end(*cookie);
    if (!pdf) return respond(http::json(json{{"error", "NOT_PRINTED"}, {"words", pdf.error().what}}.dump(), 502));
    Response response{.content_type = "application/pdf", .body = *std::move(pdf)};
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + page + ".pdf\"");
    respond(std::move(response));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

}  // namespace

std::vector<StudioRoute> print_table() {
  return {
      {http::Method::get, "/api/print/{page}", for_readers, print},
  };
}

}  // namespace karuna::show
