// SPDX-License-Identifier: Apache-2.0
#include "simulate/answer_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stats/resample/philox.h"

namespace karuna::simulate {
namespace {

// What a stream of random numbers is for; its other name is the number of a unit, a person or an item.
enum Purpose : std::uint32_t { of_site_departments = 1, of_unit = 2, of_item = 3, of_person = 4, of_wave = 8 };

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

/// Thresholds of an agreement scale seen from its good end, moved by the item's difficulty.
std::vector<double> thresholds_of(int steps, bool higher_is_better, double difficulty) {
  std::vector<double> cuts;
  if (steps == 4) {
    cuts = {-1.48, -0.77, 0.0, 0.95};
  } else {
    for (int k = 0; k < steps; ++k) cuts.push_back((static_cast<double>(k) + 0.5 - 0.69 * steps) / (0.21 * steps));
  }
  if (!higher_is_better) {
    std::reverse(cuts.begin(), cuts.end());
    for (double& cut : cuts) cut = -cut;
  }
  for (double& cut : cuts) cut += difficulty;
  return cuts;
}

constexpr std::int16_t slip_of_55 = 55, slip_of_a_half = -2;  // what a slip of the finger types instead of a code

/// Distinct for distinct persons, and telling nothing of where they work.
void append_code(std::string& csv, std::uint32_t person, std::uint64_t seed) {
  constexpr char digits[] = "0123456789abcdef";
  std::uint32_t mixed = (person ^ static_cast<std::uint32_t>(seed * 0x9e3779b9ULL)) * 2654435761U;
  mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6bU;
  mixed ^= mixed >> 13;
  csv += 'p';
  for (int shift = 28; shift >= 0; shift -= 4) csv += digits[(mixed >> shift) & 15U];
}

}  // namespace

AnswerModel::AnswerModel(const HospitalOptions& options, const Hospital& hospital, const ask::Instrument& battery) : options_(options), hospital_(hospital) {
  constexpr std::uint32_t nowhere = ~0U;
  std::vector<std::uint32_t> scale_of(battery.items.size(), nowhere);
  for (const ask::Score& score : battery.scores) {
    if (score.items.empty()) continue;
    const auto number = static_cast<std::uint32_t>(scales_.size());
    for (const std::size_t i : score.items)
      if (scale_of[i] == nowhere) scale_of[i] = number;
    const double shift = score.dimension == "fatigue" ? -0.8 : score.dimension == "behaviour" ? -0.6 : -0.5;
    scales_.push_back({score.id, score.higher_is_better, shift, scale_of[score.items.front()], &score});
  }
  const auto add_item = [&](std::string code, std::int16_t min, std::int16_t max, bool reversed, std::uint32_t scale) {
    stats::Random random(options.seed, static_cast<std::uint32_t>(items_.size()), of_item);
    Item item{std::move(code), min, max, reversed, scale, options.weakest_loading + 0.22 * random.uniform(), {}};
    item.thresholds = thresholds_of(max - min, scales_[scale].higher_is_better, 0.6 * random.uniform() - 0.3);
    items_.push_back(std::move(item));
  };
  for (std::size_t i = 0; i < battery.items.size(); ++i)
    add_item(battery.items[i].code, battery.items[i].min, battery.items[i].max, battery.items[i].reversed, scale_of[i] == nowhere ? 0 : scale_of[i]);
  if (options.items > items_.size()) {
    const auto own = static_cast<std::uint32_t>(scales_.size());
    scales_.push_back({"own", true, 0, own, nullptr});
    for (std::uint32_t x = 1; items_.size() < options.items; ++x) add_item("X" + std::to_string(x), 1, 5, false, own);
  }

  const std::size_t count = scales_.size();
  std::vector<double> effects(hospital.units.size() * count);  // of departments and wards, standard deviation 1
  ward_response_.resize(hospital.units.size());
  for (std::uint32_t u = 0; u < hospital.units.size(); ++u) {
    stats::Random random(options.seed, u, of_unit);
    const double common = random.normal();
    for (std::size_t s = 0; s < count; ++s) effects[u * count + s] = std::sqrt(0.5) * common + std::sqrt(0.5) * random.normal();
    ward_response_[u] = 0.11 * random.normal() + 0.03 * common;
  }
  ward_effect_.resize(effects.size());
  for (const std::uint32_t u : hospital.wards)
    for (std::size_t s = 0; s < count; ++s)
      ward_effect_[u * count + s] = std::sqrt(between) * (std::sqrt(of_department) * effects[hospital.units[u].parent_position * count + s] +
                                                          std::sqrt(1 - of_department) * effects[u * count + s]);
}

double AnswerModel::standing(std::uint32_t ward, std::uint32_t scale, std::uint32_t wave) const {
  const HospitalUnit& unit = hospital_.units[ward];
  const bool hit = wave < options_.dips.size() && unit.site == 0 && unit.department == dipping_department;
  return ward_effect_[ward * scales_.size() + scale] + (hit ? options_.dips[wave] * scales_[scale].shift : 0);
}

Occupation AnswerModel::occupation(std::uint32_t ward, std::uint32_t person) const {
  stats::Random random(options_.seed, person, of_person);
  double u = random.uniform();
  const double* shares = occupations_of(hospital_.units[ward].department);
  for (std::uint8_t o = 0; o < 3; ++o) {
    if (u < shares[o]) return static_cast<Occupation>(o);
    u -= shares[o];
  }
  return Occupation::support;
}

double AnswerModel::chance_of_answering(std::uint32_t ward, std::uint32_t wave, Occupation occupation) const {
  if (options_.response >= 1) return 1;
  constexpr double by_occupation[] = {0.03, -0.14, 0.06, 0.0};
  return std::clamp(options_.response + ward_response_[ward] + by_occupation[static_cast<int>(occupation)] - (wave == 1 ? 0.03 : 0.0), 0.05, 0.97);
}

std::optional<std::vector<std::int16_t>> AnswerModel::answers_of(std::uint32_t ward, std::uint32_t person, std::uint32_t wave) const {
  const std::size_t count = scales_.size();
  stats::Random moment(options_.seed, person, of_wave + wave);
  if (moment.uniform() >= chance_of_answering(ward, wave, occupation(ward, person))) return {};
  stats::Random lasting(options_.seed, person, of_person);
  lasting.uniform();  // the occupation's
  const double general = lasting.normal();
  std::vector<double> theta(count);
  for (std::uint32_t s = 0; s < count; ++s) theta[s] = standing(ward, s, wave) + std::sqrt(1 - between) * std::sqrt(0.5) * (general + lasting.normal());
  const std::uint32_t stops_at = moment.uniform() < 0.006 ? moment.below(static_cast<std::uint32_t>(items_.size())) : ~0U;
  std::vector<std::int16_t> codes(items_.size(), left_out);
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const std::uint32_t dirt = moment.word();
    if (i >= stops_at || dirt < 64'000'000U) continue;  // 1.5 % are left out
    if (dirt > 4'294'000'000U) {                        // a slip of the finger, one answer in 4,400
      codes[i] = dirt & 1U ? slip_of_55 : slip_of_a_half;
      continue;
    }
    const double direction = scales_[item.scale].higher_is_better ? 1 : -1;
    const double latent = direction * item.loading * theta[item.scale] + std::sqrt(1 - item.loading * item.loading) * moment.normal();
    std::int16_t code = item.min;
    for (const double cut : item.thresholds) code = static_cast<std::int16_t>(code + (latent > cut));
    codes[i] = item.reversed ? static_cast<std::int16_t>(item.min + item.max - code) : code;
  }
  return codes;
}

void AnswerModel::write_ward(std::uint32_t ward, std::uint32_t wave, std::string& csv) const {
  const HospitalUnit& unit = hospital_.units[ward];
  for (std::uint32_t person = unit.first_person; person < unit.first_person + unit.headcount; ++person) {
    const auto codes = answers_of(ward, person, wave);
    if (!codes) continue;
    append_code(csv, person, options_.seed);
    csv += wave == 0 ? ",2025-10," : ",2026-03,";
    csv += unit.id;
    csv += ',';
    csv += occupation_names[static_cast<int>(occupation(ward, person))];
    for (std::int16_t code : *codes) {
      csv += ',';
      if (code == left_out) continue;
      if (code == slip_of_55 || code == slip_of_a_half) {
        csv += code == slip_of_55 ? "55" : "0.5";
        continue;
      }
      if (code >= 10) csv += '1', code = static_cast<std::int16_t>(code - 10);
      csv += static_cast<char>('0' + code);
    }
    csv += '\n';
  }
}

std::vector<double> AnswerModel::chances(const Item& item, double standing_of_ward) const {
  const double direction = scales_[item.scale].higher_is_better ? 1 : -1;
  const double mean = direction * item.loading * standing_of_ward;
  const double sd = std::sqrt(item.loading * item.loading * (1 - between) + 1 - item.loading * item.loading);
  std::vector<double> chance;
  double above = 1;
  for (const double cut : item.thresholds) {
    const double beyond = 1 - normal_cdf((cut - mean) / sd);
    chance.push_back(above - beyond);
    above = beyond;
  }
  chance.push_back(above);
  return chance;
}

double AnswerModel::true_score(std::uint32_t ward, std::uint32_t scale, std::uint32_t wave) const {
  const ask::Score* score = scales_[scale].score;
  double sum = 0;
  std::size_t counted = 0;
  for (const Item& item : items_) {
    if (item.scale != scales_[scale].standing) continue;
    const auto chance = chances(item, standing(ward, item.scale, wave));
    for (std::size_t c = 0; c < chance.size(); ++c) {
      const auto code = static_cast<std::int16_t>(item.min + static_cast<int>(c));
      if (score && score->method == ask::Method::net_share) {
        const bool positive = std::find(score->positive.begin(), score->positive.end(), code) != score->positive.end();
        const bool negative = std::find(score->negative.begin(), score->negative.end(), code) != score->negative.end();
        sum += 100 * chance[c] * (positive - negative);
      } else {
        sum += chance[c] * code;  // turned back already: reversed items count in the direction of the scale
      }
    }
    ++counted;
  }
  return counted == 0 ? 0 : sum / static_cast<double>(counted) * (score && score->method != ask::Method::net_share ? score->times : 1.0);
}

}  // namespace karuna::simulate
