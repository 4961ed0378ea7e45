// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace karuna::test {

/// One case of an oracle: the numbers it expects, each of which must be compared, or named with the reason why not.
/// |ours - expected| <= goal * max(|expected|, 1e-3 * largest of its column), as the oracles' own README says.
class OracleCase {
 public:
  explicit OracleCase(nlohmann::json listed);
  const std::string& id() const { return id_; }
  const nlohmann::json& expected() const { return expected_; }

  /// `path` names a number, a list, an object of numbers (in the order of its keys, whole-number keys by size) or a matrix ("/bca").
  /// `goal`, where the case's note gives one, goes before that of the case.
  void compare(const std::string& path, std::span<const double> ours, std::optional<double> goal = {});
  void compare(const std::string& path, double ours, std::optional<double> goal = {}) { compare(path, std::span(&ours, 1), goal); }
  void compare_words(const std::string& path, const std::vector<std::string>& ours);
  /// For fits found by an optimiser, as the oracles' README says: where ours is at least as good as the one listed, a figure that misses its goal by less
  /// than ten times is the peer's early stop. It is counted apart. Call before comparing.
  /// `rounding`: of criteria so large that their last digits are not kept, those that differ by less are equally good. `most`: instead of ten times.
  void accept_if_better(double ours, double listed, double rounding = 0, double most = 10);
  void skip(const std::string& path, const std::string& reason);

  /// Fails for every number that was neither compared nor skipped; then the case counts.
  void finish();

  std::size_t figures = 0, misses = 0, accepted = 0;
  double worst = 0;  ///< largest error as a share of what is allowed
  std::vector<std::string> skipped;

 private:
  std::string id_;
  double goal_;
  bool better_ = false;
  double most_accepted_ = 10;
  nlohmann::json expected_;
  std::set<std::string> seen_;
};

/// The cases of an oracle folder by id.
std::map<std::string, nlohmann::json> oracle_cases(const std::string& folder);

/// A row a case, and a sum: what was compared, the worst error, what was not compared.
void print_table(const std::string& title, const std::vector<OracleCase>& cases);

}  // namespace karuna::test
