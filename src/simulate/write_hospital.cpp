// SPDX-License-Identifier: Apache-2.0
#include "simulate/write_hospital.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/csv.h"
#include "base/files.h"
#include "base/text.h"
#include "simulate/answer_model.h"

namespace karuna::simulate {
namespace {

using Json = nlohmann::ordered_json;

Result<void> check(const HospitalOptions& options) {
  const auto outside = [](const std::string& what, const std::string& given, const std::string& expected) {
    return fail(Fault::invalid, what + " is " + given + "; expected " + expected);
  };
  if (options.people < 30 || options.people > 4'000'000) return outside("people", std::to_string(options.people), "30 to 4,000,000");
  if (options.waves < 1 || options.waves > 2) return outside("waves", std::to_string(options.waves), "1 or 2");
  if (options.items > 200) return outside("items", std::to_string(options.items), "at most 200");
  if (!(options.response >= 0.05 && options.response <= 1)) return outside("response", shortest(options.response), "0.05 to 1");
  return {};
}

std::string units_table(const Hospital& hospital) {
  CsvWriter table;
  table.text("unit").text("parent").text("name").text("headcount").end_row();
  for (const HospitalUnit& unit : hospital.units) {
    table.text(unit.id).text(unit.parent).text(unit.name);
    if (unit.ward)
      table.integer(unit.headcount);
    else
      table.empty();
    table.end_row();
  }
  return table.bytes();
}

std::vector<double> occupation_shares(const Hospital& hospital, const AnswerModel& model) {
  std::vector<double> shares(4, 0);
  for (const std::uint32_t ward : hospital.wards) {
    const HospitalUnit& unit = hospital.units[ward];
    for (std::uint32_t p = unit.first_person; p < unit.first_person + unit.headcount; ++p) ++shares[static_cast<std::size_t>(model.occupation(ward, p))];
  }
  for (double& share : shares) share /= static_cast<double>(hospital.units.front().headcount);
  return shares;
}

Json truth(const HospitalOptions& options, const Hospital& hospital, const AnswerModel& model) {
  constexpr std::size_t most_units = 3000;
  Json json;
  json["made_up"] = true;
  json["seed"] = options.seed;
  json["people"] = options.people;
  json["waves"] = options.waves;
  json["share_of_variance_between_wards"] = AnswerModel::between;
  json["part_of_it_between_departments"] = AnswerModel::of_department;
  if (options.waves == 2)
    json["dip"] = {
        {"department", options.people > 5000 ? "site-1-surgery" : "surgery"}, {"wave", 2}, {"why", "a new theatre plan was launched between the waves"}};
  for (const auto& scale : model.scales())
    json["scales"].push_back({{"id", scale.id}, {"higher_is_better", scale.higher_is_better}, {"dip_in_standard_deviations", scale.shift}});
  for (const auto& item : model.items())
    json["items"].push_back({{"code", item.code},
                             {"scale", model.scales()[item.scale].id},
                             {"reversed", item.reversed},
                             {"loading", item.loading},
                             {"thresholds", item.thresholds}});

  // The true score of a unit is the mean over all who work in it, wards weighted by headcount.
  const std::size_t scales = model.scales().size(), waves = options.waves;
  std::vector<double> sums(hospital.units.size() * scales * waves, 0);
  for (const std::uint32_t ward : hospital.wards)
    for (std::uint32_t w = 0; w < waves; ++w)
      for (std::uint32_t s = 0; s < scales; ++s) {
        const double score = model.true_score(ward, s, w) * static_cast<double>(hospital.units[ward].headcount);
        for (std::uint32_t u = ward;; u = hospital.units[u].parent_position) {
          sums[(u * waves + w) * scales + s] += score;
          if (u == 0) break;
        }
      }
  for (std::uint32_t u = 0; u < hospital.units.size(); ++u) {
    const HospitalUnit& unit = hospital.units[u];
    if (unit.ward && hospital.units.size() > most_units) continue;
    Json entry{{"id", unit.id}, {"headcount", unit.headcount}};
    for (std::uint32_t w = 0; w < waves; ++w) {
      Json scores;
      for (std::uint32_t s = 0; s < scales; ++s) scores[model.scales()[s].id] = sums[(u * waves + w) * scales + s] / static_cast<double>(unit.headcount);
      entry["true_score"].push_back(std::move(scores));
    }
    json["units"].push_back(std::move(entry));
  }
  return json;
}

/// The answers, written in blocks of wards that several threads make at once; blocks keep their order.
Result<std::uint64_t> write_answers(const HospitalOptions& options, const Hospital& hospital, const AnswerModel& model, const std::filesystem::path& file,
                                    Progress& progress, unsigned threads) {
  constexpr std::size_t wards_a_block = 64;
  KARUNA_TRY(out, AtomicFile::open(file));
  std::string header = "id,wave,unit,occupation";
  for (const auto& item : model.items()) header += "," + item.code;
  KARUNA_CHECK(out.write(header + "\n"));
  std::uint64_t rows = 0;
  progress.begin("making up answers", std::uint64_t{options.people} * options.waves);
  std::vector<std::string> blocks(std::max(1U, threads));
  for (std::uint32_t wave = 0; wave < options.waves; ++wave)
    for (std::size_t first = 0; first < hospital.wards.size(); first += wards_a_block * blocks.size()) {
      KARUNA_CHECK(progress.check());
      const auto fill = [&](std::size_t b) {
        blocks[b].clear();
        const std::size_t from = first + b * wards_a_block, to = std::min(from + wards_a_block, hospital.wards.size());
        for (std::size_t w = from; w < to; ++w) model.write_ward(hospital.wards[w], wave, blocks[b]);
      };
      std::vector<std::thread> workers;
      for (std::size_t b = 1; b < blocks.size(); ++b) workers.emplace_back(fill, b);
      fill(0);
      for (std::thread& worker : workers) worker.join();
      std::uint64_t people = 0;
      for (std::size_t w = first; w < std::min(first + wards_a_block * blocks.size(), hospital.wards.size()); ++w)
        people += hospital.units[hospital.wards[w]].headcount;
      for (const std::string& block : blocks) {
        rows += static_cast<std::uint64_t>(std::count(block.begin(), block.end(), '\n'));
        KARUNA_CHECK(out.write(block));
      }
      progress.advance(people);
    }
  progress.end();
  KARUNA_CHECK(out.commit());
  return rows;
}

}  // namespace

Result<HospitalFiles> write_hospital(const HospitalOptions& options, const ask::Instrument& battery, const std::filesystem::path& folder, Progress& progress,
                                     unsigned threads) {
  KARUNA_CHECK(check(options));
  std::error_code problem;
  for (const char* name : {"SURVEY.toml", "units.csv", "answers.csv", "truth.json"})
    if (std::filesystem::exists(folder / name, problem))
      return fail(Fault::refused, in_quotes((folder / name).string()) + " is there already and is not overwritten; expected a folder without it");
  std::filesystem::create_directories(folder, problem);
  if (problem) return fail(Fault::unwritable, "cannot make the folder " + in_quotes(folder.string()) + ": " + problem.message());
  const Hospital hospital = make_hospital(options);
  const AnswerModel model(options, hospital, battery);
  KARUNA_TRY(rows, write_answers(options, hospital, model, folder / "answers.csv", progress, threads));
  KARUNA_CHECK(write_atomically(folder / "units.csv", units_table(hospital)));
  KARUNA_CHECK(write_atomically(folder / "truth.json", truth(options, hospital, model).dump(1) + "\n"));
  KARUNA_CHECK(write_atomically(folder / "SURVEY.toml", hospital_survey(options, occupation_shares(hospital, model))));
  return HospitalFiles{rows, static_cast<std::uint32_t>(hospital.units.size()), static_cast<std::uint32_t>(hospital.wards.size()),
                       static_cast<std::uint32_t>(model.items().size())};
}

}  // namespace karuna::simulate
