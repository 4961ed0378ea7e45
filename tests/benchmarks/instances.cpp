// SPDX-License-Identifier: Apache-2.0
#include "instances.h"

#include <zlib.h>

#include <array>
#include <set>
#include <sstream>
#include <stdexcept>

#include "base/csv.h"
#include "base/numbers.h"

namespace karuna::test {

std::string unpacked(const std::filesystem::path& file) {
  gzFile in = gzopen(file.c_str(), "rb");
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::string text;
  std::array<char, 65536> piece{};
  for (int got = 0; (got = gzread(in, piece.data(), piece.size())) > 0;) text.append(piece.data(), static_cast<std::size_t>(got));
  gzclose(in);
  return text;
}

std::vector<KnownBest> known_bests(const std::filesystem::path& folder) {
  auto table = CsvReader::open(folder / "bestknown.csv");
  if (!table) throw std::runtime_error(table.error().what);
  const auto column = [&](const char* name) { return table->header().position(name).value(); };
  const auto instance = column("instance"), kind = column("reference_kind"), people = column("n"), value = column("reference_value");
  std::vector<KnownBest> all;
  while (table->next().value()) {
    const auto fields = table->fields();
    all.push_back({std::string(fields[instance]), std::string(fields[kind]), static_cast<std::size_t>(parse_integer(fields[people]).value()),
                   parse_decimal(fields[value]).value()});
  }
  return all;
}

stats::GroupingProblem instance(const std::filesystem::path& folder, const std::string& name) {
  auto file = folder / "instances" / (name + ".txt");
  if (!std::filesystem::exists(file)) file += ".gz";
  std::istringstream in(unpacked(file));
  stats::GroupingProblem problem;
  std::size_t groups = 0;
  std::string type;
  if (!(in >> problem.people >> groups >> type)) throw std::runtime_error(file.string() + " is no instance");
  for (std::size_t g = 0; g < groups; ++g) {
    std::uint32_t least = 0, most = 0;
    in >> least >> most;
    problem.least.push_back(least);
    problem.most.push_back(most);
  }
  problem.gain.assign(problem.people * problem.people, 0.0);
  std::size_t a = 0, b = 0;
  for (double d = 0; in >> a >> b >> d;) problem.gain.at(a * problem.people + b) = problem.gain.at(b * problem.people + a) = d;
  return problem;
}

stats::CoverageProblem email_network(const std::filesystem::path& folder) {
  constexpr std::size_t people = 1005;
  std::istringstream in(unpacked(folder / "_network" / "email_eu_core.txt.gz"));
  std::vector<std::set<std::uint32_t>> near(people);
  for (std::uint32_t i = 0; i < people; ++i) near[i].insert(i);
  for (std::uint32_t a = 0, b = 0; in >> a >> b;) near.at(a).insert(b), near.at(b).insert(a);
  stats::CoverageProblem problem;
  for (const auto& list : near) problem.covers.emplace_back(list.begin(), list.end());
  problem.need.assign(people, 1);
  problem.weight.assign(people, 1);
  return problem;
}

std::vector<std::uint32_t> email_departments(const std::filesystem::path& folder) {
  std::istringstream in(unpacked(folder / "_network" / "email_eu_core_department.txt"));
  std::vector<std::uint32_t> departments(1005, 0);
  for (std::uint32_t person = 0, department = 0; in >> person >> department;) departments.at(person) = department;
  return departments;
}

std::vector<std::int64_t> assignment_costs(const std::filesystem::path& folder, std::size_t size) {
  std::istringstream in(unpacked(folder / "_network" / ("assign" + std::to_string(size) + ".txt.gz")));
  std::size_t stated = 0;
  in >> stated;
  std::vector<std::int64_t> costs;
  for (std::int64_t cost = 0; in >> cost;) costs.push_back(cost);
  if (stated != size || costs.size() != size * size) throw std::runtime_error("assign" + std::to_string(size) + " is not what it was");
  return costs;
}

}  // namespace karuna::test
