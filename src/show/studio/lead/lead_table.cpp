// SPDX-License-Identifier: Apache-2.0
// What a programme lead reads of a release, and the quarter page of a sponsor. A place of the tree is the only filter: whatever else is asked for is not shown, in the same bytes.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "show/report/page/page.h"
#include "show/studio/lead/lead_cells.h"
#include "show/studio/lead/overview.h"
#include "show/studio/lead/units.h"
#include "show/studio/routes.h"

namespace karuna::show {

namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

constexpr Audience for_leads = only({people::Role::programme_lead, people::Role::council});
constexpr Audience for_the_quarter = only({people::Role::programme_lead, people::Role::council, people::Role::sponsor});

struct Wish {
  ask::Depth kind = ask::Depth::deep;
  std::string unit, language;
  bool known = true;   ///< false: something was asked for that does not exist
};

/// kind, unit, language, and nothing else.
Wish wish_of(const Asked& asked, const Released& released, bool with_unit) {
  Wish wish;
  std::string_view rest = asked.request.query;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view name = rest.substr(0, std::min(rest.substr(0, end).find('='), end));
    wish.known = wish.known && (name == "kind" || name == "language" || (with_unit && name == "unit"));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const std::string kind = asked.request.query_value("kind").value_or("");
  const auto has = [&](ask::Depth depth) { return released.series[static_cast<std::size_t>(depth)].report.has_value(); };
  wish.kind = kind == "pulse" || (kind.empty() && !has(ask::Depth::deep) && has(ask::Depth::pulse)) ? ask::Depth::pulse : ask::Depth::deep;
  wish.known = wish.known && (kind.empty() || kind == "deep" || kind == "pulse");
  wish.unit = asked.request.query_value("unit").value_or("");
  const std::string language = language_of(asked);
  wish.language = std::ranges::find(ask::languages, language) == std::end(ask::languages) ? "en" : language;
  return wish;
}

enum class Form { as_json, as_csv };
using Make = std::string (*)(const Released&, ask::Depth, std::string_view unit, std::string_view language);

/// Answers with what `make` makes of the release, from memory where it was made before.
void answer_with(std::shared_ptr<Asked> asked, Respond respond, const char* name, Form form, bool with_unit, Make make) {
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond, name, form, with_unit, make](const std::shared_ptr<const Released>& released) {
    const Wish wish = wish_of(*asked, *released, with_unit);
    const Series& series = released->series[static_cast<std::size_t>(wish.kind)];
    const auto give = [&](std::string body) { respond(form == Form::as_json ? http::json(std::move(body)) : Response{.content_type = "text/csv; charset=utf-8", .body = std::move(body)}); };
    if (!series.report) return give(form == Form::as_json ? json{{"state", "not_released"}, {"words", series.why_not}}.dump() : std::string("state\r\nnot_released\r\n"));
    if (!wish.known) return give(std::string(form == Form::as_json ? not_shown_json : not_shown_csv));
    if (with_unit && !noted_as_opened(*asked, series_names[static_cast<std::size_t>(wish.kind)])) return respond(http::error(503, "BUSY"));
    const std::string key = std::string(name) + (form == Form::as_json ? " j " : " c ") + std::string(series_names[static_cast<std::size_t>(wish.kind)]) + " " + wish.language + " " + wish.unit;
    give(*asked->rooms.kept.get(released, key, [&](const Released& all) { return make(all, wish.kind, wish.unit, wish.language); }));
  });
}

std::string overview_as_json(const Released& released, ask::Depth kind, std::string_view, std::string_view language) { return overview_json(released, kind, language); }
std::string overview_as_csv(const Released& released, ask::Depth kind, std::string_view, std::string_view language) { return overview_csv(released, kind, language); }
std::string index_as_json(const Released& released, ask::Depth kind, std::string_view, std::string_view language) { return index_json(released, kind, language); }
std::string index_as_csv(const Released& released, ask::Depth kind, std::string_view, std::string_view language) { return index_csv(released, kind, language); }

void overview(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "overview", Form::as_json, false, overview_as_json); }
void overview_table(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "overview", Form::as_csv, false, overview_as_csv); }
void the_index(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "index", Form::as_json, false, index_as_json); }
void index_table(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "index", Form::as_csv, false, index_as_csv); }
void heat(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "heat", Form::as_json, true, heat_json); }
void heat_table(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "heat", Form::as_csv, true, heat_csv); }
void trend(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "trend", Form::as_json, true, trend_json); }
void trend_table(std::shared_ptr<Asked> asked, Respond respond) { answer_with(std::move(asked), std::move(respond), "trend", Form::as_csv, true, trend_csv); }

/// deep.html, pulse.html: the page of `karuna report`, whose own policy (in its head) lets its style and script run and nothing else.
void report_as_page(std::shared_ptr<Asked> asked, Respond respond) {
  const std::string file(asked->request.part("file"));
  const auto which = std::ranges::find_if(series_names, [&](std::string_view name) { return file == std::string(name) + ".html"; });
  if (which == std::end(series_names)) return respond(http::error(404, "NOT_FOUND"));
  if (!noted_as_opened(*asked, *which)) return respond(http::error(503, "BUSY"));
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond, which](const std::shared_ptr<const Released>& released) {
    const auto place = static_cast<std::size_t>(which - std::begin(series_names));
    if (!released->series[place].report) return respond(http::json(json{{"error", "NOT_RELEASED"}, {"words", released->series[place].why_not}}.dump(), 404));
    const auto page = asked->rooms.kept.get(released, "page " + std::string(*which), [place](const Released& all) { return report_page(*all.series[place].report); });
    respond(http::html(*page, "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"));
  });
}

}  // namespace

std::vector<StudioRoute> lead_table() {
  return {
      {http::Method::get, "/api/lead/overview.json", for_leads, overview},
      {http::Method::get, "/api/lead/overview.csv", for_leads, overview_table},
      {http::Method::get, "/api/quarter.json", for_the_quarter, overview},
      {http::Method::get, "/api/quarter.csv", for_the_quarter, overview_table},
      {http::Method::get, "/api/lead/index.json", for_leads, the_index},
      {http::Method::get, "/api/lead/index.csv", for_leads, index_table},
      {http::Method::get, "/api/lead/heat.json", for_leads, heat},
      {http::Method::get, "/api/lead/heat.csv", for_leads, heat_table},
      {http::Method::get, "/api/lead/trend.json", for_leads, trend},
      {http::Method::get, "/api/lead/trend.csv", for_leads, trend_table},
      {http::Method::get, "/api/lead/report/{file}", for_leads, report_as_page},
  };
}

}  // namespace karuna::show
