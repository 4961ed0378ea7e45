// SPDX-License-Identifier: Apache-2.0
#include "frame/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace karuna::simulation {
namespace {

constexpr double tolerance = 0.02;          // two points, of coverage and of size
constexpr double errors_allowed = 3;        // Monte Carlo errors that a bias may lie from 0
constexpr double share_of_deviation = 0.1;  // a bias below a tenth of the standard deviation costs an interval less than a fifth of a point

const char* word_of(Kind kind) {
  switch (kind) {
    case Kind::coverage:
      return "coverage";
    case Kind::size:
      return "size";
    case Kind::bias:
      return "bias";
  }
  return "";
}

std::string value(Kind kind, double number) {
  if (std::isnan(number)) return "";
  return kind == Kind::bias ? fmt::format("{:+.4f}", number) : fmt::format("{:.1f} %", 100 * number);
}
std::string error(Kind kind, double number) {
  if (std::isnan(number)) return "";
  return kind == Kind::bias ? fmt::format("{:.4f}", number) : fmt::format("{:.2f}", 100 * number);
}

struct Count {
  int held = 0, missed = 0, refused = 0;
  void add(const Count& more) { held += more.held, missed += more.missed, refused += more.refused; }
  void add(Outcome outcome) { ++(outcome == Outcome::held ? held : outcome == Outcome::missed ? missed : refused); }
  std::string words() const {
    return fmt::format("{} lines: {} held, {} missed", held + missed + refused, held, missed) + (refused ? fmt::format(", {} refused", refused) : "");
  }
};

std::string table_of(const std::vector<const Row*>& rows, Count& count) {
  std::string out =
      "| world | method | what | nominal | observed | Monte Carlo error | replicates | refused | verdict |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  std::vector<std::string> reasons;
  for (const Row* row : rows)
    for (std::size_t q = 0; q < row->tallies.size(); ++q) {
      const Quantity& quantity = row->world->quantities[q];
      const Tally& tally = row->tallies[q];
      Verdict verdict = verdict_of(quantity, tally);
      count.add(verdict.outcome);
      if (verdict.outcome == Outcome::missed && !quantity.reason.empty()) {
        auto found = std::find(reasons.begin(), reasons.end(), quantity.reason);
        if (found == reasons.end()) found = reasons.insert(reasons.end(), quantity.reason);
        verdict.words += fmt::format(" ({})", found - reasons.begin() + 1);
      }
      out += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row->world->name, quantity.method, word_of(quantity.kind),
                         quantity.kind == Kind::bias ? "0" : fmt::format("{:g} %", 100 * quantity.nominal), value(quantity.kind, tally.mean()),
                         error(quantity.kind, tally.monte_carlo_error()), tally.count + tally.refusals, tally.refusals, verdict.words);
    }
  if (!reasons.empty()) out += "\n";
  for (std::size_t i = 0; i < reasons.size(); ++i) out += fmt::format("{}. {}\n", i + 1, reasons[i]);
  return out;
}

}  // namespace

Verdict verdict_of(const Quantity& quantity, const Tally& tally) {
  if (tally.count < 2 || 10 * tally.count < tally.count + tally.refusals) return {Outcome::declined, "refused"};
  const double gap = tally.mean() - quantity.nominal;
  if (quantity.kind == Kind::bias) {
    if (std::abs(gap) <= errors_allowed * tally.monte_carlo_error() || std::abs(gap) <= share_of_deviation * tally.sd()) return {Outcome::held, "held"};
    return {Outcome::missed, fmt::format("**miss**: {:.2f} standard deviations too {}", std::abs(gap) / tally.sd(), gap < 0 ? "low" : "high")};
  }
  if (std::abs(gap) <= tolerance) return {Outcome::held, "held"};
  const char* how = quantity.kind == Kind::coverage ? (gap < 0 ? "too narrow" : "too wide") : (gap < 0 ? "rejects too rarely" : "rejects too often");
  return {Outcome::missed, fmt::format("**miss**: {}, {:.1f} points", how, 100 * std::abs(gap))};
}

std::string markdown(const Page& page) {
  std::vector<std::string> families;
  std::map<std::string, std::vector<const Row*>> of_family;
  for (const Row& row : page.rows) {
    auto& rows = of_family[row.world->family];
    if (rows.empty()) families.push_back(row.world->family);
    rows.push_back(&row);
  }
  Count count;
  std::string tables;
  for (const auto& family : families) {
    Count of_this;
    const std::string table = table_of(of_family[family], of_this);
    tables += fmt::format("\n## {}\n\n{}.\n\n{}", family, of_this.words(), table);
    count.add(of_this);
  }
  const std::string earlier =
      page.of_earlier_builds ? fmt::format("; {} of {} worlds were drawn by an earlier build of the program", page.of_earlier_builds, page.rows.size()) : "";
  return fmt::format(
             "# Do intervals cover as often as they say?\n\n"
             "Worlds whose truth is known, drawn again and again: `make simulate` makes this page anew, `make simulate WORLD=icc` prints one family.\n"
             "Nothing here was written by hand. (Made-up organisations to try the programs with are another thing: [simulate](simulate.md).)\n\n"
             "Karuna {}, seed {}. {}{}. Misses stay.\n\n"
             "- *coverage*: the share of intervals that hold the truth; held within two points of nominal, above or below.\n"
             "- *size*: the share of true hypotheses that a test rejects; held within two points of nominal.\n"
             "- *bias*: the mean of estimate less truth; held within three Monte Carlo errors of 0, or below a tenth of the estimate's standard deviation.\n"
             "- *Monte Carlo error*: how far chance alone moves the observed figure (one standard error; points for coverage and size).\n"
             "- *refused*: replicates for which the method said in words that it cannot give the figure; they count neither way. Where it gave less than a "
             "tenth, the line is *refused*.\n\n"
             "Where a line says *for comparison*, the method is the usual neighbour of ours and is expected to miss.\n",
             page.version, page.seed, count.words(), earlier) +
         tables;
}

}  // namespace karuna::simulation
