// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/alpha.h"

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "fit/methods/items.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Do the items of a scale hang together? Cronbach's alpha, its intervals, and the scale without each item.
method   = "alpha"
data     = "team.csv"
items    = ["s1", "s2", "s3", "s4", "s5"]
# reversed = ["s2"]                  # turned before anything else
# range    = [1, 5]                  # the ends of the scale, by which they are turned
# gaps     = "complete"              # rows with every item; or "pairwise"
# confidence = 0.95
)toml";

Result<FitOutput> fit_alpha(const Request& request) {
  KARUNA_TRY(gaps, request.choice("gaps", {"complete", "pairwise"}));
  KARUNA_TRY(confidence, request.confidence());
  KARUNA_TRY(items, items_of(request, 2, gaps == "complete" ? Request::Gaps::leave_out : Request::Gaps::stay));
  KARUNA_TRY(found, stats::cronbach_alpha(items.answers.view(), {gaps == "complete" ? stats::Missing::complete_rows : stats::Missing::pairwise, confidence}));
  FitOutput out = output_of(items.answers);
  const auto& f = found.figures;
  out.title = "Alpha of the " + std::to_string(found.items) + " items is " + fixed(f.raw, 3) + " (between " + fixed(found.feldt.low, 3) + " and " +
              fixed(found.feldt.high, 3) + ").";
  out.sections.push_back(
      {"alpha",
       "Alpha",
       "",
       {{"name", "", Show::words}, {"estimate", "estimate", Show::number, 4}, {"low", "low", Show::number, 4}, {"high", "high", Show::number, 4}},
       {{std::string("alpha (Feldt's interval)"), f.raw, found.feldt.low, found.feldt.high},
        {std::string("alpha (Duhachek's interval)"), f.raw, found.duhachek.low, found.duhachek.high},
        {std::string("of standardised items"), f.standardised, {}, {}},
        {std::string("Guttman's lambda 6"), f.g6, {}, {}},
        {std::string("mean correlation"), f.average_r, {}, {}},
        {std::string("median correlation"), f.median_r, {}, {}}}});
  Section section{"items",
                  "Items",
                  "The correlation of each with the rest, and alpha of the scale without it.",
                  {{"item", "", Show::words},
                   {"n", "n", Show::whole},
                   {"mean", "mean", Show::number, 2},
                   {"sd", "sd", Show::number, 2},
                   {"r_drop", "r rest", Show::number, 3},
                   {"alpha_without", "alpha without", Show::number, 4}}};
  for (std::size_t j = 0; j < items.names.size(); ++j) {
    const auto& item = found.item[j];
    section.rows.push_back({items.names[j], static_cast<double>(item.n), item.mean, item.sd, item.r_drop, item.without.raw});
    if (item.r_drop < 0)
      out.warnings.push_back("The item " + in_quotes(items.names[j]) +
                             " goes against the others: if its answers run the other way, name it in reversed = [...].");
  }
  out.sections.push_back(std::move(section));
  out.how.push_back(directly("alpha", "covariances of the items"));
  return out;
}

}  // namespace

FitMethod alpha_method() {
  return {"alpha", "do the items of a scale hang together?", "alpha", {"items", "reversed", "range", "gaps", "confidence"}, example, fit_alpha};
}

}  // namespace karuna::fit
