// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "stats/cards.h"

namespace karuna::stats {

// stats/meta, stats/correlation, stats/linear.
inline constexpr std::array combining_cards{
    MethodCard{"combine", "Combining studies", "What do several studies, or units with known uncertainty, say together?",
               "Random-effects mean and meta-regression; variance between studies by REML (default), ML, DerSimonian and Laird, Paule and Mandel, Sidik and "
               "Jonkman, Hedges, or none; tests by z or Knapp and Hartung, below five studies with the scale held at 1 or more beside; Q, I2, H2, prediction "
               "interval, every study drawn to the mean. Sums over studies, no matrix of studies.",
               "Sampling variances are known, effects between studies are normal. The prediction interval needs that most; with few studies it is rough.",
               "Viechtbauer 2010, doi:10.18637/jss.v036.i03; Knapp and Hartung 2003, doi:10.1002/sim.1482; Higgins and Thompson 2002, doi:10.1002/sim.1186.",
               not_read, "checked",
               "R metafor 3.8-1 rma(), eleven cases within 1e-8, Paule and Mandel within its root finder's 1.3e-4; the published analysis of the BCG trials "
               "(tau2 0.3132, mean -0.7145); two "
               "studies by hand.",
               "stats/meta/combine.h"},
    MethodCard{"tau2_interval", "Interval of the variance between studies", "How sure is the variance between studies?",
               "The values of tau2 at which Q is not surprising (Q profile), and I2 and H2 at its ends. No interval where studies agree better than chance "
               "would have it.",
               "As combine; exact then.", "Viechtbauer 2007, doi:10.1002/sim.2514.", not_read, "checked",
               "R metafor 3.8-1 confint.rma.uni(), eleven cases within its root finder's 1.3e-4; published 0.1197 to 1.1115 of the BCG trials.",
               "stats/meta/tau2.h"},
    MethodCard{"combine_nested", "Combining studies in groups", "What do estimates say together that come in groups in groups?",
               "Two variances, between outer and between inner groups, by REML or ML along the average information; a variance of 0 is a solution. The inverse "
               "of each block is written out, so a step costs as many sums as there are groups.",
               "As combine, at both levels; estimates of the same inner group have unrelated errors.",
               "Konstantopoulos 2011, doi:10.1002/jrsm.35; Gilmour, Thompson and Cullis 1995, doi:10.2307/2533274.", not_read, "checked",
               "R metafor 3.8-1 rma.mv(), school calendars within 1e-6 (published 0.065 and 0.033); with one study a group it is combine.",
               "stats/meta/multilevel.h"},
    MethodCard{"egger_test", "Egger's test", "Do small studies find something else than large ones?",
               "Meta-regression on the standard error, or Egger's own least squares weighted by 1/variance.",
               "A slope has many causes; studies that were not published are one.",
               "Egger, Davey Smith, Schneider and Minder 1997, doi:10.1136/bmj.315.7109.629; Sterne and Egger 2005, doi:10.1002/0470870168.ch6.", not_read,
               "checked", "R metafor 3.8-1 regtest(), within 1e-7; t = -1.4013 of the BCG trials in metafor's manual.", "stats/meta/asymmetry.h"},
    MethodCard{"rank_test", "Begg and Mazumdar's test", "Do effects go with their variances?",
               "Kendall's tau between standardised effect and variance, exact without ties.", "As egger_test; it finds less.",
               "Begg and Mazumdar 1994, doi:10.2307/2533446.", not_read, "checked",
               "R metafor 3.8-1 ranktest(), within 1e-7; tau = 0.0256 of the BCG trials in metafor's manual.", "stats/meta/asymmetry.h"},
    MethodCard{"trim_and_fill", "Trim and fill", "How much could missing studies matter?",
               "Studies that lie too far on one side are cut off until the rest is symmetric, then mirrored; how many, by the estimator L0.",
               "Only one-sided suppression makes the funnel lopsided. It is a look at how much bias could matter, not a correction.",
               "Duval and Tweedie 2000, doi:10.1111/j.0006-341X.2000.00455.x.", not_read, "checked",
               "R metafor 3.8-1 trimfill(), within 1e-7; the published four studies and -0.2910 of the BCG trials.", "stats/meta/asymmetry.h"},
    MethodCard{"pearson", "Pearson's correlation", "Do two columns lie on one line?", "r, its t test and Fisher's interval.",
               "Pairs are independent of each other; normal for the interval.", "Pearson 1895, doi:10.1098/rspl.1895.0041; interval: Fisher 1921.", not_read,
               "checked", "R 4.2.2 cor.test(), 36 pairs within 1e-10; Anscombe's 0.816; by hand.", "stats/correlation/pearson.h"},
    MethodCard{"spearman", "Spearman's correlation", "Do two columns rise together?",
               "Pearson's correlation of the ranks, its t test, Bonett and Wright's interval.", "Pairs are independent of each other.",
               "Spearman 1904, doi:10.2307/1412159; interval: Bonett and Wright 2000, doi:10.1007/BF02294183.", not_read, "checked",
               "R 4.2.2 cor.test(exact = FALSE), 36 pairs within 1e-10; by hand. The interval has no reference.", "stats/correlation/ranks.h"},
    MethodCard{"kendall", "Kendall's tau-b", "How many more pairs of rows agree in order than not?",
               "Tau-b by merge sort, z under ties with or without continuity, exact p below 50 rows without ties.", "Rows are independent of each other.",
               "Knight 1966, doi:10.1080/01621459.1966.10480879; Kendall 1970, Rank Correlation Methods.", not_read, "checked",
               "R 4.2.2 cor.test(), 36 pairs within 1e-10; Hollander and Wolfe's p = 0.119; pairs counted one by one.", "stats/correlation/ranks.h"},
    MethodCard{"partial_correlations", "Partial correlations", "Do two columns go together when all others are held fixed?",
               "From the inverse of the cross-products, with t tests.", "As pearson; what is held fixed acts along lines.",
               "Yule 1907, doi:10.1098/rspa.1907.0028.", not_read, "checked",
               "R 4.2.2 cov2cor(solve(cor())), two sets within 1e-10; the formula of three columns.", "stats/correlation/partial.h"},
    MethodCard{"repeated_correlation", "Correlation within subjects", "Do two things move together within the same subject?",
               "Correlation of the deviations from each subject's means, t test, Fisher's interval.", "One slope for all subjects; deviations are independent.",
               "Bland and Altman 1995, doi:10.1136/bmj.310.6977.446; Bakdash and Marusich 2017, doi:10.3389/fpsyg.2017.00456.", not_read, "checked",
               "The published r = -0.51 of Bland and Altman (their eight subjects), where the pooled correlation sees nothing.",
               "stats/correlation/repeated.h"},
    MethodCard{"compare_correlations", "Do two correlations differ?", "Is one correlation larger than another?",
               "Of different people: Fisher's z. Of the same people: Williams' t with a column in common, Steiger's z without.", "Normal columns.",
               "Williams 1959 and Steiger 1980, doi:10.1037/0033-2909.87.2.245.", not_read, "checked",
               "R psych 2.2.9 r.test(), within 1e-9; Steiger's published z = 1.40.", "stats/correlation/compare.h"},
    MethodCard{"clustered_correlation", "Correlation of people in clusters", "How sure is a correlation when people of the same ward resemble each other?",
               "Influences added up by cluster, on Fisher's scale with clusters less one as degrees; BCa bootstrap of whole clusters.",
               "Clusters are independent; some twenty or more.",
               "Devlin, Gnanadesikan and Kettenring 1975, doi:10.1093/biomet/62.3.531; Liang and Zeger 1986, doi:10.1093/biomet/73.1.13.", not_read, "checked",
               "Simulation, 40 clusters of 15: it covers where Fisher's interval does not.", "stats/correlation/clustered.h"},
    MethodCard{
        "multiplicity", "Many tests at once", "Which findings remain when many things were tested?",
        "Adjusted p values of Bonferroni, Holm, Hochberg, Hommel, Benjamini and Hochberg, Benjamini and Yekutieli.",
        "Bonferroni, Holm, BY: nothing. Hochberg, Hommel, BH: tests independent or positively related.",
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; Hommel 1988, doi:10.1093/biomet/75.2.383; Wright 1992, doi:10.2307/2532694.",
        not_read, "checked", "R 4.2.2 p.adjust(), two sets within 1e-10; Benjamini and Hochberg's published example (three and four findings of fifteen).",
        "stats/correlation/multiplicity.h"},
    MethodCard{"least_squares", "Least squares", "How does one column depend on others?",
               "Coefficients, residuals, leverages, classical errors and t tests; columns of any scale.",
               "Errors unrelated with one variance, for the classical errors alone.", "Bjorck 1996, doi:10.1137/1.9781611971484.", not_read, "checked",
               "R 4.2.2 lm(), within 1e-9; by hand.", "stats/linear/least_squares.h"},
    MethodCard{"sandwich", "Robust errors", "How sure are coefficients when every row has its own variance?", "HC0, HC1, HC2, HC3, HC4, HC4m and HC5.",
               "Rows are independent; HC0 and HC1 want many of them.",
               "MacKinnon and White 1985, doi:10.1016/0304-4076(85)90158-7; Cribari-Neto 2004, doi:10.1016/S0167-9473(02)00366-3.", not_read, "checked",
               "R sandwich 3.0-2 vcovHC(), six corrections within 1e-9; published HC4 errors of the public schools (3008.01); HC5 by hand alone.",
               "stats/linear/sandwich.h"},
    MethodCard{"clustered_errors", "Clustered errors", "How sure are coefficients when rows of the same cluster go together?",
               "Scores added up by cluster, in one way or two, with the usual corrections.",
               "Clusters are independent, some forty or more; with few the t test with clusters less one helps only in part.",
               "Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136.", not_read, "checked",
               "R sandwich 3.0-2 vcovCL(), within 1e-9; Petersen's published errors (0.0506, 0.0334, 0.0536).", "stats/linear/clustered.h"},
    MethodCard{"panel_errors", "Driscoll and Kraay's errors", "How sure are coefficients when rows of the same and of neighbouring times go together?",
               "Scores added up by time, products of neighbouring times with falling weights.", "Many times; few make it too sure.",
               "Driscoll and Kraay 1998, doi:10.1162/003465398557825; Newey and West 1987, doi:10.2307/1913610.", not_read, "checked",
               "R sandwich 3.0-2 vcovPL(), within 1e-9; without lag it is clustering by time.", "stats/linear/clustered.h"},
};

}  // namespace karuna::stats
