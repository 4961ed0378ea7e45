// SPDX-License-Identifier: Apache-2.0
#include "waves/wave_draft.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "ask/catalogue.h"
#include "ask/wave/counts.h"
#include "ask/wave/manifest_words.h"
#include "ask/wave/noise_plan.h"
#include "base/files.h"
#include "base/text.h"
#include "people/token_keys.h"

namespace karuna {

namespace {

using nlohmann::json;
constexpr std::int64_t hours_of_24_months = 730 * 24;

/// Numbers of cells and, from the newest wave that was closed, how many drew.
Result<ask::EarlierCells> earlier_cells(const ask::Installation& installation, const std::vector<std::pair<std::string, Result<ask::OpenedWave>>>& waves) {
  const auto file = installation.folder / "server" / "cells.json";
  ask::EarlierCells earlier;
  std::error_code error;
  if (std::filesystem::exists(file, error)) {
    KARUNA_TRY(text, read_file(file));
    KARUNA_TRY(read, ask::read_registry(text));
    earlier = std::move(read);
  }
  for (const auto& [name, wave] : waves) {  // newest first
    if (!wave || wave->state < ask::WaveState::released) continue;
    KARUNA_TRY(text, read_file(wave->folder / "counts.json"));
    KARUNA_TRY(counts, ask::read_counts(text, wave->cells));
    for (std::size_t c = 0; c < counts.size(); ++c)
      if (counts[c].cls == ask::class_ballot) earlier.last[counts[c].cell] = {counts[c].issued, wave->cells[c].record.eligible};
    break;
  }
  return earlier;
}

/// Rounded up, because it stands behind "at most".
std::string percent(double share) { return fixed(std::ceil(1000 * share - 1e-9) / 10, 1) + " %"; }

}  // namespace

ask::TokenPart token_part_of(const ask::Installation& installation, const WaveDraft& draft, const ask::WaveId& wave) {
  const auto& file = draft.file;
  ask::TokenPart part;
  part.wave = wave;
  part.title = file.title;
  part.council = installation.council;
  part.opens_desk = file.opens_desk;
  part.closes_desk = file.closes_desk;
  part.opens_ballots = file.opens_ballots;
  part.closes_ballots = file.closes_ballots;
  part.late_desk = file.late_desk.value_or(file.profile == ask::WaveProfile::balanced);
  part.trial = file.trial;
  part.k = file.k;
  part.profile = file.profile;
  part.depth = file.depth;
  part.uses = file.depth == ask::Depth::pulse ? 64 : 16;
  return part;
}

std::array<std::uint32_t, 2> budget_spent(const ask::Installation& installation, std::int64_t hour) {
  std::array<std::uint32_t, 2> spent{0, 0};
  for (const auto& [name, wave] : ask::open_waves(installation.waves(), installation.signers())) {
    if (!wave || !wave->question_part || wave->token_part.opens_ballots + hours_of_24_months < hour) continue;
    spent[0] += wave->question_part->cap_one;
    spent[1] += wave->question_part->cap_whole;
  }
  return spent;
}

Result<WaveDraft> draft_wave(const ask::Installation& installation, const std::string& wave_file) {
  KARUNA_TRY(table, read_toml(wave_file));
  KARUNA_TRY(database, people::open_people(installation.people()));
  return draft_wave(installation, table, database);
}

Result<WaveDraft> draft_wave(const ask::Installation& installation, const TomlTable& table, const people::PeopleDatabase& database) {
  WaveDraft draft;
  KARUNA_TRY(file, ask::read_wave_file(table, ask::this_hour()));
  draft.file = std::move(file);
  if (draft.file.profile == ask::WaveProfile::exact && !installation.council)
    return fail(Fault::refused, "exact publishes without noise and needs the signature of a works council; this installation has none. Use balanced");
  KARUNA_TRY(units, people::headcounts(database));
  const auto waves = ask::open_waves(installation.waves(), installation.signers());
  KARUNA_TRY(earlier, earlier_cells(installation, waves));
  draft.earlier = std::move(earlier);
  KARUNA_TRY(cells, ask::plan_cells(units, draft.earlier));
  draft.cells = std::move(cells);
  double expected = 0;
  for (const auto& cell : draft.cells) expected += cell.eligible * draft.file.expected_response;
  std::vector<ask::QuestionPart> parts;
  for (const auto& [name, wave] : waves)
    if (wave && wave->question_part) parts.push_back(*wave->question_part);
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  KARUNA_CHECK(catalogue.add_texts(installation.folder / "texts"));
  KARUNA_TRY(questions, ask::plan_questions(draft.file, catalogue, expected, parts));
  draft.questions = std::move(questions);
  draft.forecast = ask::forecast(draft.file, draft.questions, draft.cells);
  const auto limit = ask::rhythm_limit(draft.file.profile);
  draft.budget_limit = {limit.one, limit.whole};
  draft.budget_before = budget_spent(installation, ask::this_hour());
  draft.budget_after = {draft.budget_before[0] + draft.questions.cap_one, draft.budget_before[1] + draft.questions.cap_whole};
  if (draft.file.profile != ask::WaveProfile::exact && (draft.budget_after[0] > limit.one || draft.budget_after[1] > limit.whole))
    return fail(
        Fault::refused,
        fmt::format(
            "this wave goes beyond the rhythm of 24 months: one answer {:.2f} of {:.2f}, whole ballot {:.1f} of {:.1f}. Ask less often, or make it a pulse",
            draft.budget_after[0] / 1e4, limit.one / 1e4, draft.budget_after[1] / 1e4, limit.whole / 1e4));
  draft.loosening = ask::loosening_of(token_part_of(installation, draft, {}), waves);
  return draft;
}

namespace {

/// Sentences for pages, which say them in their reader's language.
json said_json(const std::vector<Said>& sentences) {
  json list = json::array();
  for (const Said& said : sentences) {
    json values = json::object();
    for (const auto& [name, value] : said.values) values[name] = value;
    list.push_back({{"code", said.code}, {"values", std::move(values)}});
  }
  return list;
}

}  // namespace

std::string draft_words(const WaveDraft& draft) {
  const auto& file = draft.file;
  std::uint64_t eligible = 0;
  for (const auto& cell : draft.cells) eligible += cell.eligible;
  std::string out = fmt::format("{}: {} wave, {}{}\n", file.title, ask::depth_words[static_cast<std::size_t>(file.depth)],
                                ask::profile_words[static_cast<std::size_t>(file.profile)], file.trial ? ", a trial" : "");
  out += fmt::format("{} to answer, about {} minutes, in {}\n\n", counted(draft.questions.questions.size(), "question"), fixed(draft.questions.minutes, 0),
                     join_words(file.languages, "and"));
  out += fmt::format("Desk     {} to {}\nBallots  {} to {}\n\n", ask::hour_text(file.opens_desk), ask::hour_text(file.closes_desk),
                     ask::hour_text(file.opens_ballots), ask::hour_text(file.closes_ballots));
  out += fmt::format("Cells    {} of {} people in all; tokens are bound to them\n", counted(draft.cells.size(), "group"),
                     grouped(static_cast<std::int64_t>(eligible)));
  std::size_t shown = 0;
  for (const auto& cell : draft.cells) {
    if (++shown > 40) {
      out += fmt::format("  and {} more (--json lists all)\n", draft.cells.size() - 40);
      break;
    }
    out += fmt::format("{:>5}  {}{}\n", cell.cell, pad_right(cell.label, 58), pad_left(grouped(cell.eligible), 6));
    if (!cell.reason.empty()) out += "         " + cell.reason + ".\n";
  }
  out += fmt::format("\nWho will probably see what, if {} answer ({} ballots):\n", percent(file.expected_response), fixed(draft.forecast.expected_ballots, 0));
  out += fmt::format("  {}{}{}{}{}\n", pad_right("", 16), pad_left("units", 7), pad_left("index", 18), pad_left("scales", 18), pad_left("questions", 18));
  for (const auto& level : draft.forecast.levels) {
    out += "  " + pad_right(level.level, 16) + pad_left(grouped(level.units), 7);
    for (std::size_t g = 0; g < 3; ++g)
      out += pad_left(level.half_width[g] > 0 ? fmt::format("{} (± {})", level.seen[g], fixed(level.half_width[g], 2)) : fmt::format("{}", level.seen[g]), 18);
    out += "\n";
  }
  out += "  Units with their own line; in brackets half of a 90 % interval for the middle one, in points.\n";
  out += fmt::format("  Smallest groups: {} for the index, {} for scales, {} for questions.\n", file.k[0], file.k[1], file.k[2]);
  if (file.profile == ask::WaveProfile::exact) {
    out += "\nNo noise: totals too close to an end are not shown, and nothing is promised across waves. The council must sign this.\n";
  } else {
    const double one = ask::guess_success(draft.questions.cap_one / 1e4), whole = ask::guess_success(draft.questions.cap_whole / 1e4);
    out += fmt::format(
        "\nWhat can be inferred: somebody who reads every table and knows every colleague's answers tells an answer of 1 from one of 5 with at most {}\n"
        "success (a coin: 50 %), and a whole ballot of all 1 from all 5 with at most {}.\n",
        percent(one), percent(whole));
    out += fmt::format("Rhythm of 24 months: one answer {:.2f} of {:.2f} after this wave, whole ballot {:.2f} of {:.2f}.\n", draft.budget_after[0] / 1e4,
                       draft.budget_limit[0] / 1e4, draft.budget_after[1] / 1e4, draft.budget_limit[1] / 1e4);
  }
  if (!draft.questions.warnings.empty()) out += "\nLook at these before you publish:\n";
  for (const auto& warning : draft.questions.warnings) out += "  ! " + warning + "\n";
  if (!draft.loosening.rules.empty())
    out += fmt::format("\nLooser than \"{}\", so two roles must agree before it is published (the studio, under Approvals):\n", draft.loosening.after_title);
  for (const auto& one : draft.loosening.rules) out += fmt::format("  ! {}: {}, before {}\n", one.rule, one.value, one.before);
  return out;
}

std::string draft_json(const WaveDraft& draft) {
  json cells = json::array(), statistics = json::array(), levels = json::array(), questions = json::array(), loosens = json::array();
  for (const auto& cell : draft.cells)
    cells.push_back({{"cell", cell.cell},
                     {"label", cell.label},
                     {"units", cell.units},
                     {"members", cell.members},
                     {"eligible", cell.eligible},
                     {"minimum", cell.minimum},
                     {"reason", cell.reason},
                     {"reason_said", said_json(cell.reason_said)}});
  for (const auto& statistic : draft.questions.statistics)
    statistics.push_back({{"id", statistic.id},
                          {"group", ask::group_words[static_cast<std::size_t>(statistic.group)]},
                          {"items", statistic.items.size()},
                          {"sigma2_T", statistic.sigma2_T},
                          {"sigma2_N", statistic.sigma2_N}});
  for (const auto& level : draft.forecast.levels)
    levels.push_back({{"level", level.level},
                      {"units", level.units},
                      {"seen", level.seen},
                      {"typical_ballots", level.typical_ballots},
                      {"half_width_90", level.half_width}});
  for (const auto& question : draft.questions.questions) questions.push_back(question.id);
  for (const auto& one : draft.loosening.rules) loosens.push_back({{"rule", one.rule}, {"before", one.before}, {"value", one.value}});
  const double one = draft.questions.cap_one / 1e4, whole = draft.questions.cap_whole / 1e4;
  return json{{"title", draft.file.title},
              {"profile", ask::profile_words[static_cast<std::size_t>(draft.file.profile)]},
              {"depth", ask::depth_words[static_cast<std::size_t>(draft.file.depth)]},
              {"trial", draft.file.trial},
              {"k", draft.file.k},
              {"minutes", draft.questions.minutes},
              {"questions", questions},
              {"cells", cells},
              {"statistics", statistics},
              {"expected_ballots", draft.forecast.expected_ballots},
              {"levels", levels},
              {"guess_one_answer", ask::guess_success(one)},
              {"guess_whole_ballot", ask::guess_success(whole)},
              {"budget_before", draft.budget_before},
              {"budget_after", draft.budget_after},
              {"budget_limit", draft.budget_limit},
              {"loosens", loosens},
              {"looser_than", draft.loosening.after_title},
              {"warnings", draft.questions.warnings},
              {"warnings_said", said_json(draft.questions.warnings_said)}}
      .dump(2);
}

}  // namespace karuna
