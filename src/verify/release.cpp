// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

constexpr const char* file = "release.json";
constexpr std::uint64_t ballots_for_moments = 300, smallest_organisation = 20;

std::size_t partition_of(const Statistic& statistic) { return statistic.group == "index" ? 0 : statistic.group == "scales" ? 1 : 2; }

struct Column {
  std::size_t partition = 0;  // 0, 1, 2, or 3: the organisation
  double most = 0;            // largest size without noise, for each ballot of the group
  double noise = 0;           // its standard deviation
  bool is_count = false;      // of answers: not below nothing
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
    const std::size_t partition = partition_of(statistic);
    columns.push_back({partition, J * R, std::sqrt(static_cast<double>(statistic.sigma2_T))});
    columns.push_back({partition, J, std::sqrt(static_cast<double>(statistic.sigma2_N)), true});
  }
  return columns;
}

/// Ballots that count, by the atoms of each partition; the last is the organisation.
using Sizes = std::array<std::vector<std::uint64_t>, 4>;

Sizes sizes_of(const Wave& wave, const std::array<Atoms, 3>& atoms) {
  Sizes sizes;
  for (std::size_t g = 0; g < 3; ++g)
    for (const auto& cells : atoms[g]) {
      std::uint64_t n = 0;
      for (const std::uint32_t number : cells) n += wave.find(number)->counted;
      sizes[g].push_back(n);
    }
  sizes[3] = {wave.counted};
  return sizes;
}

/// One value of the table: the column and rank that are due, and a whole number.
bool is_entry(const Json& table, std::size_t at, std::size_t column, std::size_t rank, Report& report) {
  if (at >= table.size()) {
    report.wrong(file, "table", "it ends before column " + std::to_string(column));
    return false;
  }
  const Json& entry = table[at];
  if (entry.is_array() && entry.size() == 3 && entry[0] == Json(column) && entry[1] == Json(rank) && entry[2].is_number_integer()) return true;
  report.wrong(file, "table", "its entry " + std::to_string(at) + " is not column " + std::to_string(column) + ", rank " + std::to_string(rank));
  return false;
}

void check_table(const Json& table, const Wave& wave, const Sizes& sizes, Report& report) {
  const auto columns = columns_of(wave, wave.counted >= ballots_for_moments);
  std::size_t at = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::size_t ranks = columns[c].partition == 3 || wave.counted >= smallest_organisation ? sizes[columns[c].partition].size() : 0;
    for (std::size_t rank = 0; rank < ranks; ++rank, ++at) {
      if (!is_entry(table, at, c, rank, report)) return;
      // Twelve standard deviations: a draw beyond them does not happen.
      const double value = table[at][2].get<double>(), noise = 12 * columns[c].noise + 1,
                   most = columns[c].most * static_cast<double>(sizes[columns[c].partition][rank]);
      if (value > most + noise || value < (columns[c].is_count ? 0 : -most) - noise)
        return report.wrong(file, "table", "its entry " + std::to_string(at) + " is larger or smaller than any answers and noise could make it");
    }
  }
  report.expect(at == table.size(), file, "table", std::to_string(table.size()) + " values: exactly what was declared, none beyond its possible size",
                "it holds more than was declared");
}

/// Atoms of one statistic: each in one group or hidden. Gives what is wrong, or nothing.
std::string check_groups(const Json& groups, const Json& hidden, std::size_t s, const Statistic& statistic, std::size_t atoms) {
  std::vector<int> seen(atoms, 0);
  if (!groups.is_array()) return "the groups of " + statistic.id + " are not well formed";
  if (statistic.group == "index" && !groups.empty()) return "the index has groups, and would give away a scale that is hidden";
  for (const Json& group : groups) {
    if (!group.is_array() || group.empty()) return "a group of " + statistic.id + " is none";
    for (const Json& rank : group)
      if (!rank.is_number_unsigned() || rank.get<std::size_t>() >= atoms || seen[rank.get<std::size_t>()]++)
        return "a group of " + statistic.id + " is no union of atoms, or two share one";
  }
  for (const Json& entry : hidden)
    if (entry[0] == Json(s) && (entry[1].get<std::size_t>() >= atoms || seen[entry[1].get<std::size_t>()]++))
      return "an atom of " + statistic.id + " is shown and hidden, or there is none";
  if (statistic.group != "index" && std::ranges::any_of(seen, [](int n) { return n != 1; })) return "an atom of " + statistic.id + " is neither shown nor hidden";
  return {};
}

/// Rule P3 on what is published: every answer of everybody stays possible, even to one colleague who tells.
/// |T| <= R N - 2 R J (1 + 1), and at least k answered, each at most J questions.
bool leaves_open(std::int64_t T, std::int64_t N, const Statistic& statistic, std::uint64_t k, std::uint64_t n) {
  const auto J = static_cast<std::int64_t>(statistic.items.size()), R = static_cast<std::int64_t>(statistic.items[0].range);
  return N >= static_cast<std::int64_t>(k) && N <= J * static_cast<std::int64_t>(n) && std::abs(T) <= R * N - 4 * R * J;
}

/// exact: groups are unions of atoms that share nothing; hidden ones are named; the values leave every answer possible.
void check_exact(const Json& release, const Wave& wave, const Sizes& sizes, Report& report) {
  const Json &groups = release["groups"], &hidden = release["hidden"], &table = release["table"];
  std::string wrong = groups.is_array() && hidden.is_array() && groups.size() == wave.statistics.size() ? "" : "groups or hidden are not well formed";
  if (wrong.empty())
    for (const Json& entry : hidden)
      if (!entry.is_array() || entry.size() != 2 || !entry[0].is_number_unsigned() || !entry[1].is_number_unsigned() ||
          entry[0].get<std::size_t>() >= groups.size())
        wrong = "hidden is not well formed";
  for (std::size_t s = 0; wrong.empty() && s < groups.size(); ++s)
    wrong = check_groups(groups[s], hidden, s, wave.statistics[s], sizes[partition_of(wave.statistics[s])].size());
  if (!report.expect(wrong.empty(), file, "groups", "unions of atoms, each atom shown or named as hidden", wrong)) return;
  if (!table.is_array()) return report.wrong(file, "table", "not readable");
  std::size_t at = 0;
  for (std::size_t s = 0; s < groups.size(); ++s) {
    const Statistic& statistic = wave.statistics[s];
    const std::size_t partition = partition_of(statistic), shown = groups[s].size();
    const bool whole = sizes[partition].size() == 1 && sizes[partition][0] < wave.k[partition];  // an organisation smaller than k is one group
    const std::uint64_t least = whole ? std::min<std::uint64_t>(wave.k[partition], smallest_organisation) : wave.k[partition];
    for (std::size_t c = 0; c < 2 * shown; ++c)
      if (!is_entry(table, at + c, 2 * s + c / shown, c % shown, report)) return;
    for (std::size_t g = 0; g < shown; ++g) {
      std::uint64_t n = 0;
      for (const Json& rank : groups[s][g]) n += sizes[partition][rank.get<std::size_t>()];
      if (!leaves_open(table[at + g][2].get<std::int64_t>(), table[at + shown + g][2].get<std::int64_t>(), statistic, least, n))
        return report.wrong(file, "table", "group " + std::to_string(g) + " of " + statistic.id + " has a sum that gives an answer away or that no answers make");
    }
    at += 2 * shown;
  }
  report.expect(table.size() == at, file, "table", std::to_string(at) + " values, two for each group, each leaving every answer possible",
                "it has another number of values than the groups ask for");
}

}  // namespace

void check_release(const Bundle& bundle, const Wave& wave, Report& report) {
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
  if (bundle.has("comments.json") && bundle.bytes.at("comments.json") != "[]") report.wrong("comments.json", "comments", "there are some, and this wave asked for none");

  const auto atoms = make_atoms(wave);
  const Sizes sizes = sizes_of(wave, atoms);
  bool same = release["atoms"].is_array() && release["atoms"].size() == 3;
  for (std::size_t g = 0; same && g < 3; ++g) {
    same = release["atoms"][g].is_array() && release["atoms"][g].size() == atoms[g].size();
    for (std::size_t a = 0; same && a < atoms[g].size(); ++a) {
      const Json& told = release["atoms"][g][a];
      same = only_fields(told, {"cells", "n"}) && told["cells"] == Json(atoms[g][a]) && told["n"] == Json(sizes[g][a]);
    }
  }
  report.expect(same, file, "smallest groups",
                std::to_string(atoms[0].size()) + ", " + std::to_string(atoms[1].size()) + " and " + std::to_string(atoms[2].size()) +
                    " for index, scales, items, as the public counts make them",
                "they are not the groups that the public counts make");
  if (wave.exact)
    check_exact(release, wave, sizes, report);
  else if (release["table"].is_array())
    check_table(release["table"], wave, sizes, report);
  else
    report.wrong(file, "table", "not readable");
}

}  // namespace karuna::verify
