// SPDX-License-Identifier: Apache-2.0
#include "report_waves.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "ask/catalogue.h"
#include "ask/wave/installation.h"
#include "base/text.h"
#include "collect/read_sheets.h"
#include "measure/index/index_of_waves.h"
#include "measure/make_report.h"
#include "protect/released/file_in_cells.h"
#include "protect/released/panel.h"
#include "protect/released/read_release.h"
#include "protect/released/wave_sums.h"
#include "seal/base64url.h"

namespace karuna {
namespace {

namespace fs = std::filesystem;

bool is_wave(const fs::path& folder) {
  std::error_code error;
  return fs::exists(folder / "token_part.json", error);
}

/// The installation whose keys signed what is read: named, or the one that the folder lies in.
Result<ask::Installation> installation_of(const fs::path& folder, const std::string& named) {
  if (!named.empty()) return ask::read_installation(named);
  std::error_code error;
  for (fs::path above = fs::weakly_canonical(folder, error); above.has_relative_path(); above = above.parent_path())
    if (fs::exists(above / "karuna.toml", error)) return ask::read_installation(above);
  return fail(Fault::not_found, "whose signatures must these files carry? No karuna.toml lies above " + folder.string() +
                                    "; name the installation with --folder (its karuna.toml is enough)");
}

Result<ask::Catalogue> catalogue_with(const std::string& texts) {
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  KARUNA_CHECK(catalogue.add_texts(texts));
  return catalogue;
}

/// The index of a wave: its scales, each in the dimension that the catalogue gives it.
measure::ReportOptions options_of(const protect::Release& release, const ask::Catalogue& catalogue, const ReportWishes& wishes) {
  measure::ReportOptions options;
  options.version = "karuna " KARUNA_VERSION;
  options.catalogue = &catalogue;
  options.threads = wishes.threads ? wishes.threads : std::max(1U, std::thread::hardware_concurrency());
  if (wishes.draws) options.draws = wishes.draws;
  if (wishes.seed_given) options.seed = wishes.seed;
  options.index = measure::index_of_waves(release, catalogue);
  return options;
}

Result<seal::Digest> root_of(const std::string& text) {
  auto bytes = text.size() == 64 ? seal::from_hex(text) : seal::from_base64url(text);
  seal::Digest root{};
  if (!bytes || bytes->size() != root.size())
    return fail(Fault::usage, "--order is " + in_quotes(text) + "; expected 32 bytes, in base64url as in head.json or in hexadecimal");
  std::copy(bytes->begin(), bytes->end(), root.begin());
  return root;
}

}  // namespace

bool holds_waves(const fs::path& folder) {
  if (is_wave(folder)) return true;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.is_directory(error) && is_wave(entry.path())) return true;
  return false;
}

Result<int> report_waves(const ReportWishes& wishes) {
  if (!wishes.profile.empty()) return fail(Fault::usage, "--profile is for files; what a wave published was fixed in its manifest");
  if (!wishes.cells.empty()) return fail(Fault::usage, "--cells is for files of answers; " + wishes.survey + " is a wave already");
  const fs::path folder = wishes.survey;
  KARUNA_TRY(installation, installation_of(folder, wishes.folder));
  KARUNA_TRY(catalogue, catalogue_with(wishes.texts));
  std::vector<protect::ReleasedWave> waves;
  if (is_wave(folder)) {
    KARUNA_TRY(one, protect::read_release(fs::weakly_canonical(folder), installation.signers()));
    waves.push_back(std::move(one));
  } else {
    KARUNA_TRY(all, protect::read_releases(folder, installation.signers()));
    waves = std::move(all);
  }
  KARUNA_TRY(release, protect::release_of(waves, &catalogue));
  auto options = options_of(release, catalogue, wishes);
  options.title = waves.size() == 1 ? waves[0].wave.token_part.title : fmt::format("{}: {}", installation.name, counted(waves.size(), "wave"));
  for (const protect::ReleasedWave& wave : waves) {
    const auto eligible = wave.wave.token_part.eligible_total.at(0);
    options.data_quality.push_back(
        fmt::format("{}: {} on the board, {} replaced by their authors before the end; {} eligible. Signatures of the server{} hold.",
                    wave.wave.token_part.title, counted(wave.head.size, "ballot"), wave.head.superseded_count, counted(eligible, "person", "people"),
                    wave.final_signature ? " and of the council" : ""));
  }
  if (wishes.dry_run) {
    fmt::print("Nothing was written. Read\n");
    for (const std::string& line : options.data_quality) fmt::print("  {}\n", line);
    fmt::print("\nWrite\n  {}/: report.html, report.json and the CSV tables, all or none\n", wishes.out);
    return 0;
  }
  KARUNA_TRY(report, measure::make_report(release, options));
  return show_report(report, wishes);
}

Result<int> report_in_cells(const collect::Survey& survey, const ReportWishes& wishes, Progress& progress) {
  if (survey.table) return fail(Fault::usage, "--cells needs answers of persons; this survey file describes a table that was added up already");
  if (!wishes.profile.empty() && wishes.profile != "exact")
    return fail(Fault::usage, "--cells publishes without noise (exact); the noise of a wave comes from seeds that only its close has");
  fs::path folder = wishes.cells;
  if (folder.filename() == "cells.json" || folder.filename() == "question_part.json") folder = folder.parent_path();
  KARUNA_TRY(root, root_of(wishes.order));
  KARUNA_TRY(installation, installation_of(folder, wishes.folder));
  KARUNA_TRY(wave, ask::open_wave(fs::weakly_canonical(folder), installation.signers()));
  if (!wave.question_part) return fail(Fault::not_found, folder.string() + " has no question part yet, which says what is summed");
  KARUNA_TRY(catalogue, catalogue_with(wishes.texts));
  const unsigned threads = wishes.threads ? wishes.threads : std::max(1U, std::thread::hardware_concurrency());

  ask::TokenPart token_part = wave.token_part;
  ask::QuestionPart question_part = *wave.question_part;
  token_part.profile = ask::WaveProfile::exact;

  for (ask::WaveStatistic& statistic : question_part.statistics) statistic.sigma2_T = statistic.sigma2_N = 0;
  question_part.cap_one = question_part.cap_whole = 0;
  KARUNA_TRY(form, protect::wave_form(token_part, question_part, wave.cells, &catalogue));
  form->plan.threads = threads;
  std::vector<std::string> cleaning;
  {
    KARUNA_TRY(sheets, collect::read_sheets(survey, catalogue, progress, threads));
    KARUNA_CHECK(protect::fill_from_file(*form, sheets));
    cleaning = std::move(sheets.cleaning);
  }
  KARUNA_CHECK(progress.check());
  KARUNA_TRY(sums, protect::wave_sums(*form, root, nullptr));
  form.reset();  // from here on nothing needs a person's answers
  const protect::WaveAndRelease one{token_part, question_part, wave.cells, sums};
  KARUNA_TRY(release, protect::release_of(std::array{one}, &catalogue));
  release.origin = protect::Origin::file;
  auto options = options_of(release, catalogue, wishes);
  options.title = survey.title;
  options.language = survey.language;
  if (!wishes.draws) options.draws = survey.report.draws;
  if (!wishes.seed_given) options.seed = survey.report.seed;
  options.data_quality = std::move(cleaning);
  options.data_quality.push_back("counted in the cells and sums of the wave " + in_quotes(wave.token_part.title) +
                                 "; wave_sums.json has them as whole numbers");
  KARUNA_TRY(report, measure::make_report(release, options));
  return show_report(report, wishes, {{.name = "wave_sums.json", .bytes = protect::write_sums(sums)}});
}

}  // namespace karuna
