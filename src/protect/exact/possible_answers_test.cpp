// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/possible_answers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <numeric>
#include <set>

#include "protect/groups/made_up_tree.h"

namespace karuna::protect {
namespace {

// n people answer 1..5 (-2..2). `known` of them put their answers together, with the published sum. For everybody else: is every answer possible?
bool everything_stays_possible(int n, int known, int sum) {
  const int unknown = n - known;
  // reachable[m]: sums that m people can make
  const auto reachable = [](int m, int s) { return m >= 0 && s >= -2 * m && s <= 2 * m; };
  bool all = true;
  for (int theirs = -2 * known; theirs <= 2 * known; ++theirs) {
    const int rest = sum - theirs;
    if (!reachable(unknown, rest)) continue;  // this cannot have happened
    for (int answer = -2; answer <= 2; ++answer) all = all && reachable(unknown - 1, rest - answer);
  }
  return all;
}

TEST(PossibleAnswers, are_those_that_trying_every_way_of_answering_leaves_open) {
  for (int n = 3; n <= 12; ++n)
    for (int t = 0; t <= 2 && t < n - 1; ++t)
      for (int sum = -2 * n; sum <= 2 * n; ++sum) {
        const bool published = every_answer_possible({static_cast<std::uint32_t>(n), static_cast<std::uint32_t>(n), sum}, 2, static_cast<std::uint32_t>(t));
        if (published) {
          EXPECT_TRUE(everything_stays_possible(n, t, sum)) << n << " people, " << t << " colluders, sum " << sum;
        }
      }
}

// Enumerating whole answer vectors of 5 people, one of whom colludes: the same, without the shortcut of reachable sums.
TEST(PossibleAnswers, hold_for_whole_answer_vectors_of_five_people) {
  std::map<int, std::vector<std::vector<int>>> by_sum;
  for (int code = 0; code < 3125; ++code) {
    std::vector<int> answers;
    for (int rest = code, i = 0; i < 5; ++i, rest /= 5) answers.push_back(rest % 5 - 2);
    by_sum[std::accumulate(answers.begin(), answers.end(), 0)].push_back(answers);
  }
  for (const auto& [sum, vectors] : by_sum) {
    if (!every_answer_possible({5, 5, sum}, 2, 1)) continue;
    for (int colluder = -2; colluder <= 2; ++colluder) {
      std::vector<std::set<int>> seen(5);
      for (const auto& answers : vectors)
        if (answers[0] == colluder)
          for (std::size_t person = 1; person < 5; ++person) seen[person].insert(answers[person]);
      for (std::size_t person = 1; person < 5; ++person) EXPECT_EQ(seen[person].size(), 5U) << "sum " << sum << ", colluder " << colluder;
    }
  }
}

struct Built {
  UnitTree tree;
  Partition partition;
  std::vector<CentredSum> sums;
};

/// Teams under two departments, 10 people each, with the given sums in half-points of a 1..5 item (40 is everybody at the top).
Built teams(const std::map<std::string, int>& sums) {
  const std::vector<UnitRow> rows{{"all", "", "", {}, 0}, {"N", "all", "", {}, 0}, {"a", "N", "", {}, 0}, {"b", "N", "", {}, 0},
                                  {"c", "N", "", {}, 0},  {"M", "all", "", {}, 0}, {"d", "M", "", {}, 0}};
  Built built{UnitTree::from_rows(rows, "all").value(), {}, {}};
  std::vector<std::uint32_t> ballots(built.tree.size(), 0);
  std::uint32_t more = 0;
  for (const auto& [id, sum] : sums) ballots[built.tree.find(id)->value] = 10 + more++;
  built.partition = make_atoms(built.tree, ballots, cell_keys(built.tree, ballots, seal::sha256("x")), 10);
  for (const Atom& atom : built.partition.atoms) {
    const auto cells = built.partition.cells_of(atom);
    built.sums.push_back({atom.ballots, atom.ballots, sums.at(built.tree[cells[0]].id)});
  }
  return built;
}

std::set<std::set<std::string>> names(const Built& built, const PossibleRules& rules) {
  std::set<std::set<std::string>> result;
  for (const auto& group : possible_groups(built.tree, built.partition, built.sums, rules)) {
    std::set<std::string> cells;
    for (const std::uint32_t atom : group)
      for (const UnitId cell : built.partition.cells_of(built.partition.atoms[atom])) cells.insert(built.tree[cell].id);
    result.insert(cells);
  }
  return result;
}

const PossibleRules rules{10, 1, 4};
using Sets = std::set<std::set<std::string>>;

TEST(PossibleGroups, are_the_atoms_where_nobody_is_pinned_down) {
  EXPECT_EQ(names(teams({{"a", 10}, {"b", -10}, {"c", 0}, {"d", 24}}), rules), (Sets{{"a"}, {"b"}, {"c"}, {"d"}}));
}

TEST(PossibleGroups, join_a_team_that_answered_with_one_voice_to_its_smallest_sibling) {
  EXPECT_EQ(names(teams({{"a", 40}, {"b", 0}, {"c", 0}, {"d", 0}}), rules), (Sets{{"a", "b"}, {"c"}, {"d"}})) << "b has 11 people, c 12";
}

TEST(PossibleGroups, look_for_a_sibling_further_up_where_there_is_none_beside) {
  EXPECT_EQ(names(teams({{"a", 0}, {"b", 0}, {"c", 0}, {"d", -52}}), rules), (Sets{{"a", "d"}, {"b"}, {"c"}}));
}

TEST(PossibleGroups, leave_out_a_team_that_cannot_be_hidden_in_its_sibling) {
  EXPECT_EQ(names(teams({{"a", 40}, {"b", 43}, {"c", 0}, {"d", 0}}), {10, 2, 4}), (Sets{{"c"}, {"d"}}))
      << "a and b are each other's smallest sibling, and fail together";
}

TEST(PossibleGroups, publish_what_is_left_over_only_where_it_passes_together) {
  // two organisations of two teams of which each fails alone and with the other
  EXPECT_EQ(names(teams({{"a", 40}, {"d", 44}}), rules), Sets{});
  // opposite voices hide each other already when they are joined
  EXPECT_EQ(names(teams({{"a", 40}, {"d", -44}}), rules), (Sets{{"a", "d"}}));
}

TEST(PossibleGroups, need_k_answers_and_not_only_k_ballots) {
  Built built = teams({{"a", 0}, {"b", 0}, {"c", 0}, {"d", 0}});
  for (std::size_t i = 0; i < built.sums.size(); ++i)
    if (built.tree[built.partition.cells_of(built.partition.atoms[i])[0]].id == "a") built.sums[i].answers = 9;
  EXPECT_EQ(names(built, rules), (Sets{{"a", "b"}, {"c"}, {"d"}}));
}

TEST(PossibleGroups, are_disjoint_and_each_passes_for_random_organisations) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const auto made = made_up::organisation(seed, 40, 25);
    made_up::Numbers numbers(seed + 5);
    const Partition partition = make_atoms(made.tree, made.ballots, cell_keys(made.tree, made.ballots, seal::sha256("x")), 10);
    std::vector<CentredSum> sums;
    for (const Atom& atom : partition.atoms) {
      const std::uint32_t answers = atom.ballots - numbers.below(3);
      const int way = static_cast<int>(numbers.below(3)) - 1;
      sums.push_back({atom.ballots, answers, way * static_cast<std::int64_t>(4 * answers - numbers.below(20))});
    }
    std::vector<int> times(sums.size(), 0);
    for (const auto& group : possible_groups(made.tree, partition, sums, rules)) {
      CentredSum all;
      for (const std::uint32_t a : group) {
        ++times[a];
        all = {all.ballots + sums[a].ballots, all.answers + sums[a].answers, all.sum + sums[a].sum};
      }
      EXPECT_TRUE(every_answer_possible(all, rules.full, rules.colluders)) << "seed " << seed;
      EXPECT_TRUE(all.answers >= 10 || (partition.atoms.size() == 1 && all.answers >= 20));
    }
    for (const int t : times) EXPECT_LE(t, 1);
  }
}

}  // namespace
}  // namespace karuna::protect
