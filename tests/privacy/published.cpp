// SPDX-License-Identifier: Apache-2.0
#include "published.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace karuna::privacy {
namespace {

using Json = nlohmann::json;

class Reader {
 public:
  Reader(const Json& report, const std::vector<Wave>& waves) {
    for (const Json& unit : report.at("tree")) {
      const std::string id = unit.at("id");
      position_[id] = found_.units.size();
      found_.units.push_back(id);
      found_.parents.push_back(unit.at("parent").is_null() ? UnitLine::none : position_.at(unit.at("parent").get<std::string>()));
    }
    for (const Wave& wave : waves) count_people(wave);
    for (const Json& measure : report.at("measures"))
      for (const Json& period : measure.at("periods")) {
        people_ = &people_in_.at(waves.size() == 1 ? waves[0].period : period.at("period").get<std::string>());
        take(measure, period, period.at("organisation"), "organisation", below(0));
        for (const Json& unit : period.at("units")) {
          const std::string id = unit.at("unit");
          if (position_.at(id) != 0) take(measure, period, unit, id, below(position_.at(id)));
        }
        for (const Json& pool : period.at("pools")) take(measure, period, pool, "pool " + pool.at("pool").dump(), cells_of_pool(pool, period));
      }
  }
  Published finish() { return std::move(found_); }

 private:
  std::vector<std::size_t> below(std::size_t unit) const {
    std::vector<bool> inside(found_.units.size(), false);
    std::vector<std::size_t> cells;
    for (std::size_t u = 0; u < found_.units.size(); ++u) {
      inside[u] = u == unit || (found_.parents[u] != UnitLine::none && inside[found_.parents[u]]);
      if (inside[u]) cells.push_back(u);
    }
    return cells;
  }

  /// A pool names units. A unit that holds another unit of the pool stands for the people at the unit itself, any other for everybody below it;
  /// so do the units that say "I am counted in this pool". Head counts tell whether that was the right reading.
  std::vector<std::size_t> cells_of_pool(const Json& pool, const Json& period) const {
    std::vector<std::size_t> listed, own, cells;
    for (const Json& id : pool.at("units")) listed.push_back(position_.at(id.get<std::string>()));
    own = listed;
    for (const Json& unit : period.at("units"))
      if (unit.contains("pool") && unit.at("pool") == pool.at("pool")) listed.push_back(position_.at(unit.at("unit").get<std::string>()));
    for (std::size_t unit : listed) {
      const std::vector<std::size_t> inside = below(unit);
      const bool holds_another = std::any_of(listed.begin(), listed.end(),
                                             [&](std::size_t other) { return other != unit && std::binary_search(inside.begin(), inside.end(), other); });
      if (holds_another && !counted_in(unit, pool, period))
        cells.push_back(unit);
      else
        cells.insert(cells.end(), inside.begin(), inside.end());
    }
    for (std::vector<std::size_t>* some : {&own, &cells}) {
      std::sort(some->begin(), some->end());
      some->erase(std::unique(some->begin(), some->end()), some->end());
    }
    if (!pool.contains("n")) return cells;
    for (const auto& reading : {cells, own})
      if (count(reading) == pool.at("n").get<std::uint32_t>()) return reading;
    throw std::runtime_error("no reading of the pool " + pool.dump() + " has as many people as it says");
  }

  bool counted_in(std::size_t unit, const Json& pool, const Json& period) const {
    for (const Json& line : period.at("units"))
      if (line.at("unit") == found_.units[unit]) return line.contains("pool") && line.at("pool") == pool.at("pool");
    return false;
  }

  void count_people(const Wave& wave) {
    std::vector<std::uint32_t>& people = people_in_[wave.period];
    people.assign(found_.units.size(), 0);
    const std::vector<std::uint32_t> at = wave.organisation->people_at();
    for (std::size_t u = 0; u < at.size(); ++u)
      if (const auto known = position_.find(wave.organisation->units[u].id); known != position_.end()) people[known->second] = at[u];
  }

  std::uint32_t count(const std::vector<std::size_t>& cells) const {
    std::uint32_t sum = 0;
    for (std::size_t cell : cells) sum += (*people_)[cell];
    return sum;
  }

  void take(const Json& measure, const Json& period, const Json& line, std::string place, std::vector<std::size_t> cells) {
    if (!line.contains("raw") || line.at("raw").is_null()) return;
    const double low = measure.at("min"), high = measure.at("max");
    const double points = 4.0 / (high - low);
    Row row{measure.at("id"), measure.at("kind"), period.at("period"), std::move(place), std::move(cells), line.at("n"), 0, 0};
    row.mean = 1.0 + points * (line.at("raw").get<double>() - low);
    row.step = points * 0.5 * std::pow(10.0, -measure.at("digits").get<double>());
    found_.rows.push_back(std::move(row));
  }

  Published found_;
  std::map<std::string, std::size_t> position_;
  std::map<std::string, std::vector<std::uint32_t>> people_in_;  // by period, by unit: of the unit itself
  const std::vector<std::uint32_t>* people_ = nullptr;           // of the period at hand
};

}  // namespace

std::vector<const Row*> Published::of(const std::string& measure, const std::string& period) const {
  std::vector<const Row*> found;
  for (const Row& row : rows)
    if (row.measure == measure && row.period == period) found.push_back(&row);
  return found;
}

const Row* Published::smallest_with(const std::string& measure, const std::string& period, std::size_t cell) const {
  const Row* smallest = nullptr;
  for (const Row& row : rows)
    if (row.measure == measure && row.period == period && (!smallest || row.n < smallest->n) && std::binary_search(row.cells.begin(), row.cells.end(), cell))
      smallest = &row;
  return smallest;
}

Json read_report(const std::filesystem::path& out) {
  std::ifstream file(out / "report.json", std::ios::binary);
  if (!file) throw std::runtime_error("no report.json in " + out.string());
  return Json::parse(file);
}

Published read_published(const std::filesystem::path& out, const std::vector<Wave>& waves) { return Reader(read_report(out), waves).finish(); }

Published read_published(const std::filesystem::path& out, const Organisation& organisation) {
  return read_published(out, std::vector<Wave>{{"", &organisation}});
}

std::vector<int> entries_of(const Organisation& organisation, const std::string& measure) {
  std::vector<int> entries(organisation.questions.size(), 0);
  for (std::size_t q = 0; q < entries.size(); ++q)
    if (measure == organisation.questions[q].code || measure == "item:" + organisation.questions[q].code) entries[q] = 1;  // a question is printed as answered
  const bool item_mean = measure == "index", composite = measure.starts_with("cii");
  for (const ScaleLine& scale : organisation.scales) {
    const bool whole = composite || item_mean || measure == "dimension:" + scale.dimension;  // these count in the direction of "better"
    if (measure != scale.id && (!whole || scale.dimension.empty())) continue;
    const int direction = whole && !scale.higher_is_better ? -1 : 1;
    const int weight = composite ? 12 / static_cast<int>(scale.questions.size()) : 1;  // each dimension alike, of 3 or 4 questions
    for (std::size_t question : scale.questions) entries[question] = direction * weight * (organisation.questions[question].reversed ? -1 : 1);
  }
  if (std::all_of(entries.begin(), entries.end(), [](int entry) { return entry == 0; }))
    throw std::runtime_error("what is in the measure \"" + measure + "\"?");
  return entries;
}

}  // namespace karuna::privacy
