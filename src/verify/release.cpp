// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

constexpr std::uint64_t ballots_for_moments = 300, smallest_organisation = 20;

struct Column {
  std::size_t partition = 0;  // 0, 1, 2, or 3: the organisation
  double most = 0;            // largest size without noise, for each ballot of the group
  double noise = 0;           // its standard deviation
};

/// T and N of each statistic in order, then the moments row by row.
std::vector<Column> columns_of(const Wave& wave, bool with_moments) {
  std::vector<Column> columns;
  for (const Statistic& statistic : wave.statistics) {
    const double J = static_cast<double>(statistic.items.size()), R = statistic.items[0].range;
    if (statistic.group == "moments") {
      if (!with_moments) continue;
      for (std::size_t c = 0; c < statistic.items.size() * (statistic.items.size() + 1) / 2; ++c)
        columns.push_back({3, R * R, std::sqrt(static_cast<double>(statistic.sigma2_T))});
      continue;
    }
    const std::size_t partition = statistic.group == "index" ? 0 : statistic.group == "scales" ? 1 : 2;
    columns.push_back({partition, J * R, std::sqrt(static_cast<double>(statistic.sigma2_T))});
    columns.push_back({partition, J, std::sqrt(static_cast<double>(statistic.sigma2_N))});
  }
  return columns;
}

void check_table(const Json& table, const Wave& wave, const std::array<Atoms, 3>& atoms, Report& report) {
  constexpr const char* file = "release.json";
  const auto columns = columns_of(wave, wave.counted >= ballots_for_moments);
  std::vector<std::vector<std::uint64_t>> sizes(4);
  for (std::size_t g = 0; g < 3; ++g)
    for (const auto& cells : atoms[g]) {
      std::uint64_t n = 0;
      for (const Cell& cell : wave.cells)
        if (std::binary_search(cells.begin(), cells.end(), cell.number)) n += cell.counted;
      sizes[g].push_back(n);
    }
  sizes[3] = {wave.counted};
  std::size_t at = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (std::size_t rank = 0; rank < (columns[c].partition == 3 || wave.counted >= smallest_organisation ? sizes[columns[c].partition].size() : 0);
         ++rank, ++at) {
      if (at >= table.size()) return report.wrong(file, "table", "it ends before column " + std::to_string(c));
      const Json& entry = table[at];
      if (!entry.is_array() || entry.size() != 3 || entry[0] != Json(c) || entry[1] != Json(rank) || !entry[2].is_number_integer())
        return report.wrong(file, "table", "its entry " + std::to_string(at) + " is not column " + std::to_string(c) + ", rank " + std::to_string(rank));
      // Twelve standard deviations: a draw beyond them does not happen.
      const double bound = columns[c].most * static_cast<double>(sizes[columns[c].partition][rank]) + 12 * columns[c].noise + 1;
      if (std::abs(entry[2].get<double>()) > bound)
        return report.wrong(file, "table", "its entry " + std::to_string(at) + " is larger than any answers and noise could make it");
    }
  }
  report.expect(at == table.size(), file, "table", std::to_string(table.size()) + " values: exactly what was declared, none beyond its possible size",
                "it holds more than was declared");
}

/// exact: groups are unions of atoms that share nothing; hidden ones are named; the values lie within what answers can make.
void check_exact(const Json& release, const Wave& wave, const std::array<Atoms, 3>& atoms, Report& report) {
  constexpr const char* file = "release.json";
  const Json& groups = release["groups"];
  const Json& hidden = release["hidden"];
  std::string wrong = groups.is_array() && hidden.is_array() && groups.size() == wave.statistics.size() ? "" : "groups or hidden are not well formed";
  std::size_t values = 0;
  for (std::size_t s = 0; wrong.empty() && s < groups.size(); ++s) {
    const std::size_t partition = wave.statistics[s].group == "index" ? 0 : wave.statistics[s].group == "scales" ? 1 : 2;
    std::vector<int> seen(atoms[partition].size(), 0);
    for (const Json& group : groups[s])
      for (const Json& rank : group) {
        if (!rank.is_number_unsigned() || rank.get<std::size_t>() >= seen.size() || seen[rank.get<std::size_t>()]++)
          wrong = "a group of " + wave.statistics[s].id + " is no union of atoms, or two share one";
      }
    for (const Json& entry : hidden) {
      if (!entry.is_array() || entry.size() != 2 || !entry[0].is_number_unsigned() || !entry[1].is_number_unsigned())
        wrong = "hidden is not well formed";
      else if (entry[0].get<std::size_t>() == s && (entry[1].get<std::size_t>() >= seen.size() || seen[entry[1].get<std::size_t>()]++))
        wrong = "an atom of " + wave.statistics[s].id + " is shown and hidden";
    }
    if (wrong.empty() && wave.statistics[s].group != "index" && std::any_of(seen.begin(), seen.end(), [](int n) { return n != 1; }))
      wrong = "an atom of " + wave.statistics[s].id + " is neither shown nor hidden";
    values += 2 * groups[s].size();
  }
  report.expect(wrong.empty(), file, "groups", "unions of atoms, each atom shown or named as hidden", wrong);
  report.expect(release["table"].is_array() && release["table"].size() == values, file, "table", std::to_string(values) + " values, two for each group",
                "it has another number of values than the groups ask for");
}

}  // namespace

void check_release(const Bundle& bundle, const Wave& wave, Report& report) {
  constexpr const char* file = "release.json";
  const Json& release = bundle.json(file);
  const bool fields = wave.exact ? only_fields(release, {"atoms", "comments_sha256", "groups", "head_sha256", "hidden", "question_part_sha256", "table"})
                                 : only_fields(release, {"atoms", "comments_sha256", "head_sha256", "question_part_sha256", "table"});
  if (!fields) return report.wrong(file, "fields", "some are missing or not known");
  const auto names = [&](const char* field, const char* of) {
    const auto hash = bytes_of(release, field, 32);
    return hash && bundle.has(of) && std::equal(hash->begin(), hash->end(), seal::sha256(bundle.bytes.at(of)).begin());
  };
  report.expect(names("head_sha256", "head.json") && names("question_part_sha256", "question_part.json"), file, "belongs to board and manifest",
                "it names both by hash", "it names another board or another manifest");
  report.expect(names("comments_sha256", "comments.json"), "comments.json", "is the one of the release", "its hash is named",
                "it is not the one the release names");

  const auto atoms = make_atoms(wave);
  bool same = release["atoms"].is_array() && release["atoms"].size() == 3;
  for (std::size_t g = 0; same && g < 3; ++g) {
    same = release["atoms"][g].is_array() && release["atoms"][g].size() == atoms[g].size();
    for (std::size_t a = 0; same && a < atoms[g].size(); ++a) {
      std::uint64_t n = 0;
      for (const Cell& cell : wave.cells)
        if (std::binary_search(atoms[g][a].begin(), atoms[g][a].end(), cell.number)) n += cell.counted;
      const Json& told = release["atoms"][g][a];
      same = only_fields(told, {"cells", "n"}) && told["cells"] == Json(atoms[g][a]) && told["n"] == Json(n);
    }
  }
  report.expect(same, file, "smallest groups",
                std::to_string(atoms[0].size()) + ", " + std::to_string(atoms[1].size()) + " and " + std::to_string(atoms[2].size()) +
                    " for index, scales, items, as the public counts make them",
                "they are not the groups that the public counts make");
  if (wave.exact)
    check_exact(release, wave, atoms, report);
  else if (release["table"].is_array())
    check_table(release["table"], wave, atoms, report);
  else
    report.wrong(file, "table", "not readable");
}

}  // namespace karuna::verify
