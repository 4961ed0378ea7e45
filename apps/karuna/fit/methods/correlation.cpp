// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/clustered.h"
#include "stats/correlation/multiplicity.h"
#include "stats/correlation/partial.h"
#include "stats/correlation/pearson.h"
#include "stats/correlation/ranks.h"
#include "stats/correlation/repeated.h"

#include "fit/fit_methods.h"
#include "fit/methods/how.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# What goes with what? Correlations of all pairs of columns, with p values made larger for how many were looked at.
method   = "correlation"
data     = "team.csv"                              # beside this file
columns  = ["support", "energy", "hours", "years"]
kind     = "pearson"                               # pearson, spearman, kendall or partial
adjust   = "holm"                                  # holm, hochberg, hommel, BH, BY, bonferroni or none
# clusters = "team"                                # pearson: intervals that know that people of a team resemble each other
# subject  = "team"                                # pearson: within each team, or each person measured several times
# confidence = 0.95
)toml";

Result<std::vector<double>> adjusted(const Request& request, const std::vector<double>& p) {
  using enum stats::Multiplicity;
  KARUNA_TRY(word, request.choice("adjust", {"holm", "hochberg", "hommel", "BH", "BY", "bonferroni", "none"}));
  const std::vector<std::pair<std::string, stats::Multiplicity>> all{{"holm", holm}, {"hochberg", hochberg},    {"hommel", hommel}, {"BH", BH},
                                                                     {"BY", BY},     {"bonferroni", bonferroni}};
  for (const auto& [name, method] : all)
    if (name == word) return stats::adjusted_p(p, method);
  return p;
}

Result<FitOutput> fit_correlation(const Request& request) {
  KARUNA_TRY(names, request.columns("columns"));
  KARUNA_TRY(kind, request.choice("kind", {"pearson", "spearman", "kendall", "partial"}));
  KARUNA_TRY(confidence, request.confidence());
  KARUNA_TRY(clusters, request.column("clusters"));
  KARUNA_TRY(subject, request.column("subject"));
  const std::string grouping = clusters.empty() ? subject : clusters;
  if (names.size() < 2) return request.model.wrong("columns", "names one column", "two or more");
  if (!clusters.empty() && !subject.empty()) return request.model.wrong("subject", "stands beside clusters", "one of the two");
  if (!grouping.empty() && kind != "pearson")
    return request.model.wrong(clusters.empty() ? "subject" : "clusters", "stands beside kind = \"" + kind + "\"", "kind = \"pearson\"");
  const bool partial = kind == "partial";
  KARUNA_TRY(numbers, request.numbers(names, partial ? Request::Gaps::leave_out : Request::Gaps::stay));
  std::vector<std::uint32_t> group;
  if (!grouping.empty()) {
    stats::FrameOptions options;
    options.levels = {grouping};
    KARUNA_TRY(frame, request.rows(options));
    if (frame.rows != numbers.rows) return request.model.wrong(clusters.empty() ? "subject" : "clusters", "has missing values", "a group for every row");
    group = frame.levels[0].levels.code;
  }

  FitOutput out;
  out.rows = numbers.rows;
  out.dropped = numbers.dropped;
  out.kept = numbers.kept;
  Section table{"correlations",
                "Correlations",
                "",
                {{"first", "", Show::words},
                 {"second", "", Show::words},
                 {"r",
                  kind == "kendall"    ? "tau"
                  : kind == "spearman" ? "rho"
                                       : "r",
                  Show::number, 3},
                 {"low", "low", Show::number, 3},
                 {"high", "high", Show::number, 3},
                 {"statistic", kind == "kendall" ? "z" : "t", Show::number, 2},
                 {"p", "p", Show::probability},
                 {"p_adjusted", "adjusted p", Show::probability},
                 {"n", "n", Show::whole}}};
  std::vector<stats::Correlation> found;
  stats::PartialCorrelations all;
  if (partial) {
    KARUNA_TRY(matrix, stats::partial_correlations(numbers.view(), names));
    all = matrix;
  }
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t a = 0; a < names.size(); ++a)
    for (std::size_t b = a + 1; b < names.size(); ++b) {
      const auto x = numbers.view().column(a), y = numbers.view().column(b);
      const auto one = [&]() -> Result<stats::Correlation> {
        if (partial) {
          stats::Correlation c;
          c.r = all.r[a * names.size() + b];
          stats::test_by_t(c, all.degrees);
          c.n = all.n;
          return c;
        }
        if (kind == "spearman") return stats::spearman(x, y, confidence);
        if (kind == "kendall") return stats::kendall(x, y);
        if (!clusters.empty()) {
          KARUNA_TRY(c, stats::clustered_correlation(x, y, group, {.confidence = confidence, .replicates = 0}));
          return c.correlation;
        }
        if (!subject.empty()) {
          KARUNA_TRY(c, stats::repeated_correlation(x, y, group, confidence));
          return c.correlation;
        }
        return stats::pearson(x, y, confidence);
      };
      auto result = one();
      if (!result) {
        out.refusals.push_back(names[a] + " and " + names[b] + ": " + result.error().what + ".");
        continue;
      }
      pairs.emplace_back(a, b);
      found.push_back(*result);
    }
  if (found.empty()) return fail(Fault::undefined, "no pair of these columns has a correlation. " + out.refusals.front());
  std::vector<double> p;
  for (const auto& c : found) p.push_back(c.p);
  KARUNA_TRY(corrected, adjusted(request, p));
  std::size_t findings = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& c = found[i];
    table.rows.push_back(
        {names[pairs[i].first], names[pairs[i].second], c.r, c.interval.low, c.interval.high, c.statistic, c.p, corrected[i], static_cast<double>(c.n)});
    findings += corrected[i] <= 1 - confidence;
  }
  table.words = partial             ? "Of each two columns, all others held fixed."
                : !clusters.empty() ? "Rows of the same " + clusters + " may go together."
                : !subject.empty()  ? "Within the same " + subject + ", whatever its own level."
                                    : "";
  out.title = std::to_string(findings) + " of " + std::to_string(found.size()) + (found.size() == 1 ? " pair" : " pairs") +
              " of columns go together beyond chance at " + percent(1 - confidence) + ".";
  out.sections.push_back(std::move(table));
  out.how.push_back(directly("correlations", kind == "kendall" ? "pairs in order counted by merge sort" : "sums of products"));
  return out;
}

}  // namespace

FitMethod correlation_method() {
  return {"correlation", "what goes with what?", "pearson", {"columns", "kind", "adjust", "clusters", "subject", "confidence"}, example, fit_correlation};
}

}  // namespace karuna::fit
