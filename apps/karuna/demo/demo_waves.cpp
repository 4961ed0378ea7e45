// SPDX-License-Identifier: Apache-2.0
#include "demo/demo_waves.h"

#include <fmt/ranges.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "ask/planning/wave_file.h"
#include "base/csv.h"
#include "base/files.h"
#include "base/text.h"
#include "demo/own_process.h"

namespace karuna {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr std::int64_t hours_of_a_month = 730;

std::string day_of(std::int64_t hour) { return ask::hour_text(static_cast<std::uint32_t>(hour)).substr(0, 10); }

std::string month_of(std::int64_t hour) {
  constexpr const char* names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  const std::string day = day_of(hour);
  return std::string(names[std::stoi(day.substr(5, 2)) - 1]) + " " + day.substr(0, 4);
}

/// The ids of the installation's waves.
std::set<std::string> waves_of(const DemoPlace& place) {
  std::set<std::string> ids;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(place.server() / "waves", error))
    if (fs::exists(entry.path() / "token_part.json", error)) ids.insert(entry.path().filename().string());
  return ids;
}

Result<std::vector<simulate::DemoQuestion>> questions_of(const fs::path& bundle) {
  KARUNA_TRY(text, read_file(bundle / "question_part.json"));
  std::vector<simulate::DemoQuestion> questions;
  const json part = json::parse(text);
  for (const json& question : part.at("questions"))
    questions.push_back({question.at("id").get<std::string>(), question.at("min").get<int>(), question.at("max").get<int>()});
  return questions;
}

/// The server looks at its files every now and then: what it does not see yet, it sees a moment later.
Result<void> until_it_goes_through(const DemoPlace& place, const std::vector<std::string>& words) {
  for (int attempt = 0;; ++attempt) {
    KARUNA_TRY(code, run_ourselves(words, place.log()));
    if (code == 0) return {};
    if (attempt == 40) return fail(Fault::internal, "`karuna " + std::string(fmt::format("{}", fmt::join(words, " "))) + "` was refused forty times; the reason is at the end of " + place.log().string());
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
}

/// Links of those who will answer, in that order: it is the order of the slips.
Result<void> write_links(const DemoPlace& place, const std::vector<simulate::DemoBallot>& ballots) {
  KARUNA_CHECK(demo_command(place, {"people", "links", "--folder", place.server().string(), "--out", (place.work() / "links.csv").string()}));
  std::map<std::string, std::string> link_of;
  {
    KARUNA_TRY(reader, CsvReader::open(place.work() / "links.csv"));
    KARUNA_TRY(login, reader.header().position("login"));
    KARUNA_TRY(link, reader.header().position("link"));
    for (;;) {
      KARUNA_TRY(more, reader.next());
      if (!more) break;
      link_of[std::string(reader.fields()[login])] = reader.fields()[link];
    }
  }
  CsvWriter links;
  links.text("login").text("link").end_row();
  for (const auto& ballot : ballots) links.text(ballot.login).text(link_of[ballot.login]).end_row();
  return write_atomically(place.work() / "answering.csv", links.bytes(), FileMode::owner_only);
}

Result<void> write_answers(const DemoPlace& place, const std::vector<simulate::DemoBallot>& ballots) {
  CsvWriter table;
  table.text("slip").text("answers").end_row();
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    std::string codes;
    for (const std::uint8_t code : ballots[i].answers) codes += (codes.empty() ? "" : " ") + std::to_string(code);
    table.text(std::to_string(i + 1)).text(codes).end_row();
  }
  return write_atomically(place.work() / "answers.csv", table.bytes(), FileMode::owner_only);
}

/// Publishes both parts with the council's signatures; gives the wave's id.
Result<std::string> publish(const DemoPlace& place, const simulate::DemoWave& wave) {
  std::string instruments;
  for (const std::string& id : wave.instruments) instruments += (instruments.empty() ? "\"" : ", \"") + id + "\"";
  const fs::path file = place.work() / "WAVE.toml";
  KARUNA_CHECK(write_atomically(file, fmt::format("title = \"{}\"\ninstruments = [{}]\nlanguages = [\"en\", \"de\", \"fr\", \"es\", \"ar\"]\ndepth = \"{}\"\n"
                                                  "opens_ballots = \"{}\"\ntrial = true\n",
                                                  wave.title, instruments, wave.deep ? "deep" : "pulse", wave.opens_ballots)));
  const auto before = waves_of(place);
  const std::string folder = place.server().string(), council = place.council().string();
  KARUNA_CHECK(demo_command(place, {"wave", "publish", file.string(), "--folder", folder}));
  std::string id;
  for (const std::string& now : waves_of(place))
    if (!before.contains(now)) id = now;
  if (id.empty()) return fail(Fault::internal, "the wave " + wave.title + " was published and is not there");
  const std::string exchange = (place.server() / "exchange" / id).string();
  for (const char* part : {"token-part", "question-part"}) {
    KARUNA_CHECK(demo_command(place, {"witness", part, "--dir", council, "--in", exchange + "/to-council", "--out", exchange + "/from-council", "--yes"}));
    KARUNA_CHECK(demo_command(place, {"wave", "publish", id, "--folder", folder}));
  }
  return id;
}

Result<void> close(const DemoPlace& place, const std::string& id) {
  const std::string folder = place.server().string(), council = place.council().string();
  const fs::path exchange = place.server() / "exchange" / id;
  const std::vector<std::string> hands{"--dir", council, "--in", (exchange / "to-council").string(), "--out", (exchange / "from-council").string(), "--yes"};
  KARUNA_TRY(closing, OwnProcess::start({"wave", "close", id, "--folder", folder, "--wait", "120"}, place.log()));
  std::error_code error;
  while (!fs::exists(exchange / "to-council" / "request.server.sig", error) && closing.runs() && !interrupted())
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  std::vector<std::string> half{"witness", "close"}, final{"witness", "final", (place.server() / "waves" / id).string()};
  half.insert(half.end(), hands.begin(), hands.end());
  final.insert(final.end(), hands.begin(), hands.end());
  KARUNA_CHECK(demo_command(place, half));
  KARUNA_TRY(code, closing.finish());
  if (code != 0) return fail(Fault::internal, "the wave could not be closed; the reason is at the end of " + place.log().string());
  KARUNA_CHECK(demo_command(place, final));
  return demo_command(place, {"wave", "publish", id, "--folder", folder});
}

}  // namespace

std::vector<simulate::DemoWave> demo_waves(std::int64_t hour) {
  const auto ago = [&](double months) { return hour - static_cast<std::int64_t>(months * static_cast<double>(hours_of_a_month)); };
  const auto deep = [&](double months, double dip) {
    return simulate::DemoWave{"Survey of " + month_of(ago(months)), day_of(ago(months)), true, {"karuna-battery"}, dip, 0.68};
  };
  const auto pulse = [&](double months, double dip, double response) {
    return simulate::DemoWave{"Pulse of " + month_of(ago(months)), day_of(ago(months)), false, {"karuna-support", "karuna-acting"}, dip, response};
  };
  // In order of time. The plan came to surgery between the second and the third survey.
  return {deep(11.5, 0), deep(8.5, 0.1), deep(5.5, 1.0), pulse(4.4, 0.9, 0.55), pulse(3.4, 0.7, 0.52), deep(2.5, 0.5), pulse(2.0, 0.5, 0.5), pulse(1.0, 0.45, 0.5), pulse(0.2, 0.4, 0.25)};
}

Result<void> demo_command(const DemoPlace& place, const std::vector<std::string>& words) {
  KARUNA_TRY(code, run_ourselves(words, place.log()));
  if (code == 0) return {};
  return fail(Fault::internal, "`karuna " + words[0] + " " + (words.size() > 1 ? words[1] : "") + "` ended with " + std::to_string(code) + "; the reason is at the end of " +
                                   place.log().string());
}

Result<void> live_wave(const DemoPlace& place, const simulate::DemoHospital& hospital, const simulate::DemoWave& wave, std::uint32_t number, bool last, const ask::Catalogue& catalogue,
                       Progress& progress) {
  progress.begin((wave.title + ": keys and signatures").c_str(), 4);
  KARUNA_TRY(id, publish(place, wave));
  progress.advance(1);
  const std::string folder = place.server().string(), slips = (place.work() / "slips").string();
  KARUNA_TRY(questions, questions_of(place.server() / "waves" / id));
  std::map<std::string, const ask::Instrument*> instruments;
  for (const std::string& name : wave.instruments) {
    KARUNA_TRY(instrument, catalogue.need(name));
    instruments[name] = instrument;
  }
  KARUNA_TRY(ballots, simulate::demo_ballots(hospital, wave, number, questions, instruments));
  std::error_code error;
  fs::remove_all(slips, error);

  progress.begin((wave.title + ": tokens").c_str(), 4);
  progress.advance(1);
  KARUNA_CHECK(write_links(place, ballots));
  KARUNA_CHECK(demo_command(place, {"wave", "open", id, "--folder", folder, "--desk"}));
  KARUNA_CHECK(until_it_goes_through(place, {"answer", "many", "draw", "--folder", folder, "--wave", id, "--links", (place.work() / "answering.csv").string(), "--slips", slips}));

  progress.begin((wave.title + ": ballots").c_str(), 4);
  progress.advance(2);
  KARUNA_CHECK(write_answers(place, ballots));
  KARUNA_CHECK(demo_command(place, {"wave", "open", id, "--folder", folder, "--ballots"}));
  KARUNA_CHECK(until_it_goes_through(
      place, {"answer", "many", "send", "--folder", folder, "--wave", id, "--slips", slips, "--answers", (place.work() / "answers.csv").string(), "--threads", "128"}));
  if (!last) {
    progress.begin((wave.title + ": close and check").c_str(), 4);
    progress.advance(3);
    KARUNA_CHECK(close(place, id));
  }
  progress.end();
  return progress.check();
}

}  // namespace karuna
