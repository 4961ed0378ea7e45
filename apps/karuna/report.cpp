// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <thread>

#include "base/progress.h"
#include "base/text.h"
#include "collect/read_sheets.h"
#include "commands.h"
#include "measure/make_report.h"
#include "protect/declared/release_ledger.h"
#include "protect/noisy/noise_plan.h"
#include "protect/publish.h"
#include "protect/table/guard_table.h"
#include "report_output.h"
#include "report_plan.h"
#include "report_waves.h"
#include "seal/hash.h"

namespace karuna {
namespace {

Result<protect::Profile> profile_named(const std::string& name) {
  if (name == "exact") return protect::Profile::exact;
  if (name == "balanced") return protect::Profile::balanced;
  if (name == "strict") return protect::Profile::strict;
  return fail(Fault::usage, fmt::format("--profile is '{}'; it can be exact, balanced or strict", name));
}

/// What a run would publish, from public counts alone.
std::string rehearsal(const collect::Survey& survey, const collect::Sheets& sheets, const protect::Release& release, const ReportWishes& wishes) {
  std::string text = fmt::format("Nothing was written. This is what `karuna report {}` would do.\n\nRead\n", survey.file.string());
  for (const auto& line : release.profile == protect::Profile::exact ? sheets.cleaning : sheets.cleaning_with_noise) text += fmt::format("  {}\n", line);
  text += fmt::format("  {} units, {} periods, {} scales, {} items\n\nPublish ({})\n", sheets.tree.size(), release.periods.size(), sheets.scales.size(),
                      sheets.items.size(),
                      release.profile == protect::Profile::exact      ? "exact"
                      : release.profile == protect::Profile::balanced ? "balanced"
                                                                      : "strict");
  for (const auto& period : release.periods) {
    if (!period.label.empty())
      text += fmt::format("  {}: ", period.label);
    else
      text += "  ";
    text += fmt::format("{} ballots\n", period.ballots);
    for (std::size_t s = 0; s < release.statistics.size() && s < period.published.size(); ++s) {
      if (release.statistics[s].family == protect::Family::item) continue;
      std::size_t own = 0, pooled = 0, none = 0;
      for (const auto& unit : period.published[s].units) {
        if (unit.standing == protect::Standing::shown)
          ++own;
        else if (unit.standing == protect::Standing::pooled)
          ++pooled;
        else
          ++none;
      }
      text += fmt::format("    {:<34} {:>6} units with a line of their own, {} pooled, {} not shown\n", release.statistics[s].name, own, pooled, none);
    }
  }
  for (const auto& note : release.notes) text += fmt::format("  {}\n", note);
  text += fmt::format("\nWrite\n  {}/: report.html, report.json and the CSV tables, all or none\n", wishes.out);
  if (release.profile != protect::Profile::exact) {
    auto secret = survey.file;
    text += fmt::format("  {}: the secret of the noise and the account of what was released, readable by you alone\n",
                        secret.replace_extension(".secret").string());
  }
  return text;
}

Result<int> report_table(const collect::Survey& survey, const ReportWishes& wishes, Progress& progress) {
  KARUNA_TRY(table, collect::read_published_table(survey, progress));
  auto options = options_of(survey, table);
  if (wishes.seed_given) options.seed = wishes.seed;
  if (wishes.dry_run) {
    fmt::print("Nothing was written. This is what `karuna report {}` would do.\n\nRead\n", survey.file.string());
    for (const auto& line : table.cleaning) fmt::print("  {}\n", line);
    fmt::print("  {} units, {} periods, {} measures, as published\n\nWrite\n  {}/: report.html, report.json and the CSV tables, all or none\n",
               table.tree.size(), table.periods.size(), table.measures.size(), wishes.out);
    return 0;
  }
  KARUNA_TRY(report, measure::make_report(protect::guard_table(std::move(table)), options));
  return show_report(report, wishes);
}

Result<int> report_answers(const collect::Survey& survey, const ReportWishes& wishes, Progress& progress) {
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  KARUNA_CHECK(catalogue.add_texts(wishes.texts));
  protect::Profile profile = profile_of(survey.profile);
  if (!wishes.profile.empty()) {
    KARUNA_TRY(named, profile_named(wishes.profile));
    profile = named;
  }
  const unsigned threads = wishes.threads ? wishes.threads : std::max(1U, std::thread::hardware_concurrency());
  auto sheets = std::make_unique<collect::Sheets>();
  {
    KARUNA_TRY(read, collect::read_sheets(survey, catalogue, progress, threads));
    *sheets = std::move(read);
  }
  KARUNA_CHECK(progress.check());
  protect::Plan plan = plan_of(survey, *sheets, profile, threads);
  auto options = options_of(survey, *sheets, catalogue, profile);
  options.threads = threads;
  if (wishes.draws) options.draws = wishes.draws;
  if (wishes.seed_given) options.seed = wishes.seed;

  protect::Charge charged;
  std::string ledger_file;
  std::optional<protect::ReleaseLedger> unsaved;
  if (profile != protect::Profile::exact) {
    KARUNA_TRY(ledger, protect::open_ledger(survey.file));
    ledger_file = ledger.file.string();
    KARUNA_TRY(charge, protect::charge(ledger, *sheets, plan));
    charged = std::move(charge);
    if (wishes.dry_run) {  // a rehearsal shows counts alone; its noise is thrown away
      KARUNA_TRY(thrown_away, seal::random_bytes(32));
      charged.seed = std::move(thrown_away);
    } else if (charged.charged || ledger.is_new) {
      unsaved = std::move(ledger);
    }
    plan.secret_seed = charged.seed;
  }

  KARUNA_TRY(release, protect::publish(*sheets, plan));
  if (unsaved) KARUNA_CHECK(protect::save(*unsaved));  // what cannot be published is not charged; what is shown was charged before
  if (wishes.dry_run) {
    fmt::print("{}", rehearsal(survey, *sheets, release, wishes));
    return 0;
  }
  sheets.reset();  // from here on nothing needs a person's answers
  KARUNA_CHECK(progress.check());
  auto made = measure::make_report(release, options);
  release = {};
  KARUNA_TRY(report, std::move(made));
  if (profile != protect::Profile::exact)
    report.protection.push_back(
        {"The account of this file",
         fmt::format("{} release{} from this survey file so far, counted in {}. Everything released together: one answer told 1 from 5 with at most {:.1f} % "
                     "success by someone who knows all other answers, a whole ballot of all 1 or all 5 with at most {:.1f} % (a coin: 50 %).",
                     charged.releases, charged.releases == 1 ? "" : "s", std::filesystem::path(ledger_file).filename().string(),
                     100 * protect::guess_success(charged.rho_one / 1e4), 100 * protect::guess_success(charged.rho_whole / 1e4))});
  KARUNA_CHECK(progress.check());
  return show_report(report, wishes);
}

Result<int> run_report(const ReportWishes& wishes) {
  if (wishes.cells.empty() != wishes.order.empty())
    return fail(Fault::usage, "--cells and --order belong together: the cells of a wave, and the root that orders its groups");
  Progress progress(wishes.quiet ? nullptr : stderr);
  if (holds_waves(wishes.survey)) return report_waves(wishes);
  KARUNA_TRY(survey, collect::read_survey(wishes.survey));
  if (!wishes.cells.empty()) return report_in_cells(survey, wishes, progress);
  return survey.table ? report_table(survey, wishes, progress) : report_answers(survey, wishes, progress);
}

}  // namespace

void add_report(CLI::App& app, Command& run) {
  auto wishes = std::make_shared<ReportWishes>();
  CLI::App* report = app.add_subcommand("report", "From a survey file or released waves to a protected report: terminal, JSON, CSV and one HTML page");
  report->add_option("survey", wishes->survey, "The survey file (SURVEY.toml) or its folder; the folder of a released wave; or a folder of waves, as periods")
      ->required()
      ->type_name("SURVEY.toml|WAVE|WAVES");
  report->add_option("--out,-o", wishes->out, "Folder for report.html, report.json and the tables; written whole or not at all")
      ->capture_default_str()
      ->type_name("DIR");
  report->add_option("--profile", wishes->profile, "exact, balanced or strict instead of what the survey file says")->type_name("NAME");
  report->add_option("--texts", wishes->texts, "Folder with wording added by `karuna catalogue text`")->capture_default_str()->type_name("DIR");
  report->add_option("--draws", wishes->draws, "Draws behind the intervals, instead of what the survey file says")
      ->check(CLI::Range(50, 100000))
      ->type_name("N");
  auto* seed = report->add_option("--seed", wishes->seed, "Seed of the draws, instead of what the survey file says")->type_name("N");
  report->add_option("--threads", wishes->threads, "Threads; the report is the same on any number")->check(CLI::Range(1, 256))->type_name("N");
  report->add_option("--columns", wishes->columns, "Width of the terminal table")->check(CLI::Range(60, 400))->type_name("N");
  report->add_option("--folder", wishes->folder, "The installation whose keys signed a wave, where the wave does not lie in it")
      ->envname("KARUNA_FOLDER")
      ->type_name("DIR");
  report->add_option("--cells", wishes->cells, "Put the file's answers into the cells and sums of this wave, without noise (exact): its folder")
      ->type_name("WAVE");
  report->add_option("--order", wishes->order, "With --cells: the root that orders the groups, as \"root\" stands in the wave's head.json")->type_name("ROOT");
  report->add_flag("--ascii", wishes->ascii, "Draw the terminal table in plain ASCII");
  report->add_flag("--json", wishes->json, "Print report.json instead of the table");
  report->add_flag("--dry-run,-n", wishes->dry_run, "Read and check everything, say what would be published, write nothing");
  report->add_flag("--quiet,-q", wishes->quiet, "Print nothing; the files are the result");
  report->footer(
      "Examples:\n"
      "  karuna report examples/hospital/SURVEY.toml\n"
      "  karuna report SURVEY.toml --dry-run\n"
      "  karuna report SURVEY.toml --profile balanced --out spring\n"
      "  karuna report SURVEY.toml --json | jq .findings\n"
      "  karuna report karuna-data/waves/5f0c...\n"
      "  karuna report karuna-data/waves\n"
      "The survey file is described in docs/survey-file.md, the output in docs/report-output.md.");
  report->callback([wishes, seed, &run] {
    wishes->seed_given = seed->count() > 0;
    run = [wishes] { return run_report(*wishes); };
  });
}

}  // namespace karuna
