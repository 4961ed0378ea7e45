// SPDX-License-Identifier: Apache-2.0
#include "stats/methods.h"

#include <algorithm>
#include <array>

#include "stats/cards.h"
#include "stats/cards_combining.h"

namespace karuna::stats {
namespace {

constexpr std::array cards{
    MethodCard{"alpha", "Cronbach's alpha", "Do the items of a scale hang together?",
               "Alpha of the raw and of the standardised items, lambda 6, mean, median and variance of the item correlations, signal to noise, the scale "
               "without each item, item statistics. Complete rows, or covariances pair by pair. Whole-number answers are multiplied as whole numbers.",
               "The items measure one thing equally well (else alpha is a lower bound), their errors are unrelated, reversed items are turned.",
               "Cronbach 1951, doi:10.1007/BF02310555; lambda 6: Guttman 1945, doi:10.1007/BF02288892.", not_read, "checked",
               "R psych 2.2.9 alpha(), four scales, every figure within 1e-9; pairwise alphas of bfi; the textbook formula by hand.",
               "stats/reliability/alpha.h"},
    MethodCard{
        "alpha_interval", "Intervals of alpha", "How sure is alpha?",
        "Feldt's interval from the F distribution; Duhachek and Iacobucci's from the standard error of alpha; bootstrap intervals from people drawn anew.",
        "Feldt: normal answers with equal covariances. Duhachek: large samples. With pairwise covariances n is the fewest people of any pair.",
        "Feldt 1965, doi:10.1007/BF02289499; Duhachek and Iacobucci 2004, doi:10.1037/0021-9010.89.5.792.", not_read, "checked",
        "R psych 2.2.9 alpha(), four scales, within 1e-9.", "stats/reliability/alpha.h"},
    MethodCard{"guttman", "Guttman's lambdas", "What is the least that the reliability can be?",
               "Lambda 1, 2, 3 and 6, and alpha of the first principal component, of standardised items.", "The errors of the items are unrelated.",
               "Guttman 1945, doi:10.1007/BF02288892.", not_read, "checked", "R psych 2.2.9 guttman(), four scales, within 1e-8.",
               "stats/reliability/guttman.h"},
    MethodCard{"omega", "McDonald's omega", "How much of a scale comes from one common thing?",
               "A one-factor model fitted by maximum likelihood (Fisher scoring), omega from its loadings, its standard error by the delta method. "
               "A Heywood case (an item without error) is refused and the item named.",
               "One factor, unrelated errors; normal answers and a large sample for the interval.",
               "McDonald 1999, doi:10.4324/9781410601087; fitting: Joreskog 1967, doi:10.1007/BF02289658.", not_read, "checked",
               "R lavaan 0.6-14, four scales, within 1e-6 where lavaan went as far as we do (its optimiser stops earlier; our discrepancy is the smaller one); "
               "omegas of bfi and bhr2000.",
               "stats/reliability/omega.h"},
    MethodCard{"one_dimension", "One dimension", "Do the items look like one thing?",
               "The two largest eigenvalues of the item correlations, their ratio, and the items whose loading has the wrong sign. Where the covariances carry "
               "noise of "
               "known size, the first less three times the second with what the noise does to them taken away, and an interval of the noise.",
               "A convention (first at least three times the second), not a test.",
               "Convention of this project; eigenvalues: Pearson 1901, doi:10.1080/14786440109462720.", "Nothing to read.", "checked",
               "Eigenvalues by hand for equal correlations; under noise by simulation.", "stats/reliability/one_dimension.h"},
    MethodCard{"shrout_fleiss", "Six intraclass correlations", "Do raters judge the same subjects alike?",
               "ICC1, ICC2, ICC3 for one rater and for the mean of all, F tests, intervals.", "Every rater judged every subject; normal errors.",
               "Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420.", not_read, "checked",
               "The published example of the paper (.17 .29 .71 .44 .62 .91); R psych 2.2.9 ICC(lmer = FALSE), four sets, within 1e-9.",
               "stats/reliability/shrout_fleiss.h"},
    MethodCard{"rwg", "rwg and rwg(j)", "Do the people of a unit see the same?",
               "One less the variance within the unit over the variance of answering by dice; for several items James, Demaree and Wolf's step-up. Below 0 is "
               "shown as 0.",
               "Answering by dice would be uniform. Depends on the group size: it is shown with it.",
               "James, Demaree and Wolf 1984, doi:10.1037/0021-9010.69.1.85.", not_read, "checked",
               "R multilevel 2.7 rwg(), rwg.j(), 49 companies, within 1e-10; bhr2000, 99 groups.", "stats/agreement/rwg.h"},
    MethodCard{"awg", "a_wg", "Do the people of a unit see the same, given where their mean lies?",
               "One less the variance over the largest that the unit's own mean allows.",
               "The mean is not within one answer of an end of the scale (else no value).", "Brown and Hauenstein 2005, doi:10.1177/1094428105275376.",
               not_read, "checked", "R multilevel 2.7 awg(), 49 companies, within 1e-10; bhr2000.", "stats/agreement/awg.h"},
    MethodCard{"ad_m", "AD_M(J)", "How far apart are the answers of a unit, in points?", "The mean distance from the unit's mean, averaged over items.",
               "Nothing.", "Burke, Finkelstein and Dusig 1999, doi:10.1177/109442819921004.", not_read, "checked",
               "R multilevel 2.7 ad.m(), bhr2000, 99 groups, within 1e-8.", "stats/agreement/ad_m.h"},
    MethodCard{"icc", "ICC(1) and ICC(2)", "Do units differ, and can their means be told apart?",
               "One-way analysis of variance from sums by unit: shares of variance, F test, intervals from the F distribution.",
               "Normal answers, equal variance within units; the intervals are exact for equal sizes (with unequal ones k is the mean size).",
               "Bliese 2000, in Klein and Kozlowski (eds), chapter 8; intervals: McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30.", not_read, "checked",
               "Published ICC(1) of bh1996 (0.04336905); R multilevel 2.7, within 1e-10, p values included.", "stats/units/icc.h"},
    MethodCard{"icc_with_noise", "ICC from protected means", "Do units differ, when their published means carry noise?",
               "The mean square between units less the noise it is expected to hold; the interval inverts a simulation of the known noise.",
               "The noise variances are known, means are about normal.", "Searle, Casella and McCulloch 1992, doi:10.1002/9780470316856, section 3.6.",
               not_read, "checked", "Without noise it is the F interval; with noise the interval covers in simulation.", "stats/units/icc.h"},
    MethodCard{"random_intercept", "Random intercept", "How much do units differ, and what is each one's value?",
               "Variance between and within units by REML or ML from sums by unit (people are read once), the mean, shrunken values, their reliability. "
               "A variance of 0 is a solution and is said in words.",
               "Normal units and answers, equal variance within units.", "Searle, Casella and McCulloch 1992, doi:10.1002/9780470316856, chapters 3 and 7.",
               not_read, "checked",
               "Published figures of the dyestuff data (lme4's manual: REML 1764.05 and 2451.25) and of bh1996 (0.03580079, 0.78949727); R nlme 3.1-162.",
               "stats/units/random_intercept.h"},
    MethodCard{
        "linear_mixed", "Linear mixed model", "What holds on the whole, and what varies between units?",
        "Fixed effects, variances and covariances of intercepts and slopes that vary over nested or crossed groups, by REML or ML. The rows are read once; "
        "what is left is a blocked Cholesky factor a step, with the slope of the criterion computed. Prior weights, known sampling variances by row. A "
        "variance "
        "of 0 is a solution and is said in words.",
        "Effects and residuals are normal, groups are exchangeable, rows missing at random given what is in the model.",
        "Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, equations 16 to 42; slope: own, in the code.", not_read, "checked",
        "R lme4 1.1-31: nine models (nested, crossed, three crossed terms of 73,421 rows, slopes, ML), criterion within 1e-7; published: sleepstudy "
        "(1743.628; 251.405, 10.467), Dyestuff (319.654), random slopes of bh1996.",
        "stats/mixed/model.h"},
    MethodCard{"group_effects", "Effects of groups (BLUP)", "By how much does each unit differ?",
               "Each group's intercept and slopes, drawn to 0 as far as they are uncertain, with their variance given the model.",
               "As linear_mixed; the variance takes coefficients and variances as known.",
               "Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, equations 44 and 56 to 59.", not_read, "checked",
               "R lme4 1.1-31 ranef(), nine models, within 1e-6.", "stats/mixed/effects.h"},
    MethodCard{"satterthwaite", "Satterthwaite's degrees of freedom", "Is a fixed effect more than chance?",
               "t and F tests whose degrees of freedom match the variance of the standard errors.",
               "As linear_mixed; an approximation that is exact for balanced data.",
               "Satterthwaite 1946, doi:10.2307/3002019; Kuznetsova, Brockhoff and Christensen 2017, doi:10.18637/jss.v082.i13, equations 4 to 8.", not_read,
               "checked", "R lmerTest 3.1-3, eight models; the 5, 9 and 25 degrees that balanced designs have exactly.", "stats/mixed/satterthwaite.h"},
    MethodCard{"kenward_roger", "Kenward and Roger's tests", "Is a fixed effect more than chance, with few units?",
               "t and F tests whose standard errors and degrees of freedom allow for the variances having been estimated.",
               "As linear_mixed, by REML; up to 2,500 effects of groups.",
               "Kenward and Roger 1997, doi:10.2307/2533558, equations 4 to 8; Halekoh and Hojsgaard 2014, doi:10.18637/jss.v059.i09, section 4.", not_read,
               "checked", "R lmerTest 3.1-3 with pbkrtest 0.5-2: sleepstudy, and two unbalanced sets at test time where R is present.",
               "stats/mixed/kenward_roger.h"},
    MethodCard{"mixed_profile", "Profile likelihood intervals of a mixed model", "How sure are variances, correlations and coefficients?",
               "The values of one figure at which the deviance, with everything else at its best, has risen by a quantile of chi-square. Ends at 0 (a "
               "deviation) or -1 and 1 (a correlation) where these are likely enough; ends that are not reached are said in words.",
               "As linear_mixed; the likelihood of ML, whose intervals are somewhat short for few groups; no known or fixed variances.",
               "Venzon and Moolgavkar 1988, doi:10.2307/2347496, equation 1; Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, section 5.1.",
               not_read, "checked",
               "R lme4 1.1-31: three models, confint() within the 2e-4 of its interpolation, its deviance solved for the ends within 1e-6; published: "
               "sleepstudy (14.381, 37.716; 22.898, 28.858).",
               "stats/mixed/profile.h"},
    MethodCard{"mixed_bootstrap", "Bootstrap of a mixed model", "How sure are variances and coefficients?",
               "Outcomes drawn out of the fitted model and fitted anew; percentile intervals.",
               "The model is right; intervals of variances are somewhat too low.",
               "Davison and Hinkley 1997, doi:10.1017/CBO9780511802843, sections 2.1.1 and 5.2.", not_read, "checked",
               "The t interval of a balanced design, within Monte Carlo error; the same numbers on any number of threads.", "stats/mixed/bootstrap.h"},
    MethodCard{"waves", "Mixed model for waves", "How do people or units develop over time, and how sure is that?",
               "Coefficients, effects of each group (one grouping factor: intercepts, slopes) and residuals that remember the wave before (ar1, car1, "
               "compound symmetry) and differ in size (by stratum, by a power of a column, by weights, by known sampling variances), by REML or ML; "
               "also without effects (generalised least squares). Intervals of variances and correlations that cannot leave their range; best "
               "predictions with their errors; degrees of freedom after Satterthwaite, and counted as nlme does. A variance of 0 is a solution and is "
               "said in words.",
               "Normal effects and residuals; what is missing depends on nothing but what was seen; effects of a group are unrelated to its covariates.",
               "Pinheiro and Bates 2000, doi:10.1007/b98882, chapters 2 and 5; Laird and Ware 1982, doi:10.2307/2529876; Jones 1993, "
               "doi:10.1201/9780203750605; Satterthwaite 1946, doi:10.2307/3002019.",
               not_read, "checked",
               "Published log-likelihoods of the Ovary and BodyWeight data (Pinheiro and Bates 2000: -813.04, -774.72 with phi 0.572, -575.86); R nlme "
               "3.1-162 lme() and gls(), two stored cases within 1e-5; simulations in which each form succeeds where its neighbour fails.",
               "stats/serial/model.h"},
    MethodCard{"empirical_bayes", "Empirical Bayes", "What is a unit's value, when its own mean is uncertain?",
               "Means with known variances: variance between units by REML, each value drawn to the common mean as far as it is uncertain, variance with "
               "Morris's correction.",
               "Units are exchangeable and normal; the variances are known.",
               "Morris 1983, doi:10.1080/01621459.1983.10477920; REML: Viechtbauer 2005, doi:10.3102/10769986030003261.", not_read, "checked",
               "Rubin's eight schools (pooled 7.7, standard error 4.1, no variance between); closed form for equal variances; agrees with random_intercept.",
               "stats/units/empirical_bayes.h"},
    MethodCard{"posterior_draws", "Draws of unit values", "Between which values does a unit lie?",
               "Draws of all units and measures together; the variance between units is itself drawn from what the data say about it (flat prior), so the "
               "interval knows "
               "that it was estimated. Laird and Louis's parametric bootstrap is there to compare.",
               "As empirical_bayes; at least five units.",
               "Morris and Tang 2011, doi:10.1214/10-STS342; Laird and Louis 1987, doi:10.1080/01621459.1987.10478490.", not_read, "checked",
               "Simulation, 8 to 40 units, variance between units 0 to 4 times that of a mean, with and without noise: 90 % intervals covered 88.7 to 100 %; "
               "Laird and Louis's covered 83 to 99 %, which is why it is not the default.",
               "stats/units/posterior_draws.h"},
    MethodCard{"group_moments", "Means by unit", "What did each unit answer?",
               "Count, mean, variance and t interval of every unit; whole-number answers are counted in whole numbers.",
               "Normal means for the interval; it treats those who answered as a sample.", "Student 1908, doi:10.1093/biomet/6.1.1.", not_read, "checked",
               "By hand and against moments; the same bytes on any number of threads.", "stats/group_moments.h"},
    MethodCard{"moments", "Mean and variance", "What was answered on the whole?",
               "Mean, variance (divisor n - 1), t interval, smallest and largest, missing values left out.", "As group_moments.",
               "Welford 1962, doi:10.1080/00401706.1962.10490022; Student 1908, doi:10.1093/biomet/6.1.1.", not_read, "checked", "R 4.2.2 t.test().",
               "stats/moments.h"},
    MethodCard{"covariance", "Covariances", "Which items go together?", "Covariances of complete rows or pair by pair; whole-number answers exactly.",
               "Nothing; pairwise matrices need not be positive.", "Definition.", "Nothing to read.", "checked", "R 4.2.2 cov().", "stats/covariance.h"},
    MethodCard{"quantiles", "Quantiles", "Where does a share of the values lie?", "Sample quantiles of types 6, 7 and 8.", "Nothing.",
               "Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566.", not_read, "checked", "R 4.2.2 quantile(), within 1e-11.", "stats/quantiles.h"},
    MethodCard{"distributions", "Normal, t, F, chi-square", "What is rare by chance?", "Distribution functions and quantiles.", "Nothing.", "Boost.Math 1.74.",
               "Nothing to read.", "checked", "R 4.2.2 and the printed tables (1.960, 2.228, 3.33, 18.31).", "stats/distributions.h"},
    MethodCard{"composite_index", "Weighted index", "What is the sum of unlike columns?", "Columns standardised, weighted and added.",
               "The weights mean what they say only if the columns are about unrelated.", "OECD/JRC 2008, doi:10.1787/9789264043466-en.", not_read, "checked",
               "R 4.2.2 scale(), within 1e-11.", "stats/composite.h"},
    MethodCard{"principal_component", "First principal component", "Which weighted sum carries most of the variance?",
               "First eigenvector of the correlations, all eigenvalues.", "Complete rows.", "Pearson 1901, doi:10.1080/14786440109462720.", not_read, "checked",
               "R 4.2.2 eigen(cor()), within 1e-11.", "stats/composite.h"},
    MethodCard{"composite_reliability", "Reliability of an index", "How reliable is a weighted sum of scales?",
               "One less the weighted error variance over the variance of the sum.", "Errors of the parts are unrelated.",
               "Mosier 1943, doi:10.1007/BF02288700.", not_read, "checked", "Spearman and Brown's formula for equal parts, by hand.", "stats/composite.h"},
    MethodCard{"raking", "Raking", "What would it be if those who answered stood for all?",
               "Weights that meet every margin, by iterative proportional fitting of the cells; optionally held within bounds around their mean; effective n.",
               "Within a combination of margins, those who answered are like those who did not.",
               "Deming and Stephan 1940, doi:10.1214/aoms/1177731829; bounds: Deville, Sarndal and Sautory 1993, doi:10.1080/01621459.1993.10476369.", not_read,
               "checked", "R survey 4.1-1 rake(), 183 weights, within 1e-9; 2 x 2 by hand.", "stats/weights/raking.h"},
    MethodCard{
        "calibration", "Calibration", "What would it be if those who answered stood for all, in known totals of numbers too?",
        "Weights near the start weights with which columns add up to known totals: least squares (GREG), Kullback-Leibler's distance (raking), or held "
        "between bounds on a logistic curve. Variances are of what the calibrated columns leave unexplained.",
        "What those who did not answer would say follows the calibrated columns along lines.", "Deville and Sarndal 1992, doi:10.1080/01621459.1992.10475217.",
        not_read, "checked",
        "R survey 4.1-1 calibrate(), 183 schools by three distances, weights, means, totals and their errors within 1e-9 (bounded: 1e-7, where R stops); "
        "levels alone are raking.",
        "stats/weights/calibrate.h"},
    MethodCard{"poststratify", "Post-stratification", "The same for one known margin.", "Start weights times target over what they add up to.",
               "As raking, within each stratum.", "Holt and Smith 1979, doi:10.2307/2344652.", not_read, "checked",
               "R survey 4.1-1 postStratify(), 183 weights, within 1e-9.", "stats/weights/poststratify.h"},
    MethodCard{"survey_mean", "Means and totals of a survey", "What is the mean of all, and how sure is it?",
               "Linearised variance with strata, clusters, unequal weights, finite populations; after weighting only what the margins do not explain varies. "
               "Design effect, domains.",
               "People came in by the design that is given. Margins: the weights met them.",
               "Sarndal, Swensson and Wretman 1992, doi:10.1007/978-1-4612-4378-6; Deville and Sarndal 1992, doi:10.1080/01621459.1992.10475217.", not_read,
               "checked", "R survey 4.1-1 svymean(), svytotal(), stratified, clustered, raked and post-stratified, within 1e-9.",
               "stats/weights/survey_mean.h"},
    MethodCard{"survey_glm", "Regression of a survey", "What explains a measure, among people who came in by a design?",
               "Linear, logistic and Poisson regression by weighted score equations; variance by linearisation over first-stage units; t tests.",
               "The model describes the population, or is the best line through it; first-stage units are unrelated.",
               "Binder 1983, doi:10.2307/1402588; Nelder and Wedderburn 1972, doi:10.2307/2344614.", not_read, "checked",
               "R survey 4.1-1 svyglm(), clustered sample, within 1e-9; logistic regression printed in that package's introduction.",
               "stats/weights/survey_glm.h"},
    MethodCard{"survey_quantile", "Quantiles of a survey", "Below which value does a share of people lie?",
               "The smallest value with that share of the weight at or below it; the interval of the share, carried back.",
               "As survey_mean. Near the ends of the scale the interval of the share is better on log odds.",
               "Woodruff 1952, doi:10.1080/01621459.1952.10483443.", not_read, "checked",
               "R survey 4.1-1 svyquantile(), stratified sample, within 1e-9; Woodruff's interval of 1 to 100 by hand.", "stats/weights/survey_quantile.h"},
    MethodCard{"philox", "Philox random numbers", "Where do random numbers come from?",
               "Philox4x32-10: random words as a function of a counter and a key, so that no result depends on threads. Not for secrets.", "Nothing.",
               "Salmon, Moraes, Dror and Shaw 2011, doi:10.1145/2063384.2063405; bounded numbers: Lemire 2019, doi:10.1145/3230636.", not_read, "checked",
               "The known answers of the Random123 distribution.", "stats/resample/philox.h"},
    MethodCard{
        "two_level_bootstrap", "Bootstrap in two levels", "How much would a figure move with other people?",
        "People resampled within their units (and units, where asked), added up from what each person contributes; the same bytes on any number of threads.",
        "Those who answered are a sample of those who could have; intervals of small units are too narrow by about (n - 1)/n.",
        "Efron 1979, doi:10.1214/aos/1176344552; Davison and Hinkley 1997, doi:10.1017/CBO9780511802843.", not_read, "checked",
        "Mean and standard deviation of the replicates against their exact values.", "stats/resample/two_level_bootstrap.h"},
    MethodCard{"bca", "Bootstrap intervals", "How is an interval read from replicates?",
               "Normal, basic, percentile and BCa intervals with the jackknife's acceleration.", "Enough replicates for the ends that are read.",
               "Efron 1987, doi:10.1080/01621459.1987.10478410.", not_read, "checked", "R boot 1.3-28.1 boot.ci() on fixed resamples, within 1e-10.",
               "stats/resample/bca.h"},
    MethodCard{"grouping", "Groups that gain most", "Who goes with whom?",
               "People into groups whose members differ most, under sizes, pairs apart and together, caps by kind and a common slot: "
               "simulated annealing over swaps, eight looked at at once, cooled from several starts as fast as the cheapest swaps tell, the best warmed up again; up to 16 people an "
               "exact search that proves; always a bound.",
               "Gains are a sum over pairs. Beyond a few people the answer is good and not proven; the gap to the bound says how good "
               "at least.",
               "Kirkpatrick, Gelatt and Vecchi 1983, doi:10.1126/science.220.4598.671; swaps: Lai and Hao 2016, "
               "doi:10.1016/j.ejor.2016.05.018; bound: own, in the code.",
               "Papers not read; written from what they are known for.", "checked",
               "84 public instances of 10 and 12 people solved and proven; published best values of RanInt in the benchmarks; every "
               "grouping of 8 people one by one; all rules in random organisations of 300.",
               "stats/grouping/solve.h"},
    MethodCard{"assignment", "Cheapest assignment", "Which one-to-one pairing costs least?",
               "Column reduction, row reduction and shortest augmenting paths on whole numbers.", "Nothing.",
               "Jonker and Volgenant 1987, doi:10.1007/BF02278710.", "Paper not read; written from descriptions of the method.", "checked",
               "OR-Library assign500 and assign700 (991, 1362); every order of up to 7 rows.", "stats/matching/assignment.h"},
    MethodCard{"convex_matching", "Matching with rising prices", "Who accompanies whom, so that the load is spread?",
               "One shortest path for each guest, with prices; each next guest of a host costs more; fewest left out before cost.", "Costs add up.",
               "Edmonds and Karp 1972, doi:10.1145/321694.321699.", "Paper not read; the method is the one in general use.", "checked",
               "Every matching of up to 6 guests; OR-Library assign500 and assign700.", "stats/matching/convex_matching.h"},
    MethodCard{"stable_matching", "Stable matching", "Which pairing would no two leave for each other?",
               "Guests ask in their order, hosts keep whom they like best.", "Everybody has an order of preference.",
               "Gale and Shapley 1962, doi:10.1080/00029890.1962.11989827.", "Paper not read; the method is the one in general use.", "checked",
               "1,000 random instances without a blocking pair; best for guests among all stable matchings, listed.", "stats/matching/stable_matching.h"},
    MethodCard{"coverage", "Most covered by few", "Which few people reach most?",
               "Greedy choice, swaps, then branch and bound with Lagrangian bounds; caps by group.",
               "What somebody covers is known and does not depend on the others.",
               "Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971; Held, Wolfe and Crowder 1974, doi:10.1007/BF01580223.",
               "Papers not read; the bound is derived in the code.", "checked",
               "email-Eu-core: optima by GLPK 5.0 (589, 757, 752) and greedy values; every choice among up to 11 candidates.", "stats/coverage/coverage.h"},
};

constexpr auto all_cards = joined(cards, combining_cards);

}  // namespace

std::span<const MethodCard> methods() { return all_cards; }

const MethodCard* find_method(std::string_view name) {
  const auto found = std::find_if(all_cards.begin(), all_cards.end(), [name](const MethodCard& card) { return card.name == name; });
  return found == all_cards.end() ? nullptr : &*found;
}

}  // namespace karuna::stats
