# SPDX-License-Identifier: Apache-2.0
# Peers of the jobs whose peer is not in the shared folder, on the inputs that the benchmark made:
#   Rscript peers.R JOB DIR   prints   job <tab> peer <tab> seconds (median) <tab> check value
args <- commandArgs(TRUE); job <- args[1]
read <- function(name) read.csv(file.path(args[2], name))
quiet <- function(...) suppressWarnings(suppressMessages(...))
timed <- function(f, k = 3) { v <- numeric(k); for (i in seq_len(k)) v[i] <- system.time(r <- f())[["elapsed"]]; list(seconds = median(v), result = r) }
say <- function(peer, seconds, check) cat(job, peer, format(seconds, digits = 4), format(check, digits = 12), sep = "\t", fill = 200)

waves <- function(fit) { suppressMessages(library(nlme)); d <- read("waves_10k.csv"); d$person <- factor(d$person); d$mode <- factor(d$mode)
  t <- timed(function() fit(d), 1); say("nlme", t$seconds, as.numeric(logLik(t$result))) }

jobs <- list(
  "alpha-bootstrap" = function() { d <- read("items_7382.csv"); t <- timed(function() quiet(psych::alpha(d, n.iter = 1000)), 1)
    say("psych, n.iter = 1000", t$seconds, mean(t$result$boot[, "raw_alpha"])) },
  "omega" = function() { d <- read("items_7382.csv")
    if (requireNamespace("GPArotation", quietly = TRUE)) { t <- timed(function() quiet(psych::omega(d, nfactors = 1, fm = "ml", plot = FALSE)), 5); say("psych", t$seconds, t$result$omega.tot) }
    t <- timed(function() { S <- cov(d); f <- factanal(covmat = S, factors = 1, n.obs = nrow(d)); s <- sqrt(diag(S)); a <- sum(f$loadings[, 1] * s)^2; a / (a + sum(f$uniquenesses * s^2)) }, 9)
    say("factanal", t$seconds, t$result) },
  "raters" = function() { d <- read("items_7382.csv"); t <- timed(function() quiet(psych::ICC(d)), 1); say("psych", t$seconds, t$result$results$ICC[2]) },
  "bootstrap-bca" = function() { suppressMessages(library(boot)); d <- read("composite.csv"); w <- c(.2, .1, .1, .1, .1, .1, .05, .05, .05, .05, .05, .05); index <- as.vector(as.matrix(d[, 1:12]) %*% w)
    set.seed(1); units <- lapply(1:30, function(u) index[d$u == u]); mean_of <- function(x, i) mean(x[i])
    t <- timed(function() lapply(units, function(x) boot(x, mean_of, 2000)), 1); say("boot, 1,000 units extrapolated from 30", t$seconds * 1000 / 30, mean(sapply(t$result, function(b) quantile(b$t, .025))))
    b <- timed(function() sapply(t$result, function(r) boot.ci(r, type = "bca")$bca[4]), 1); say("boot with BCa, the same", (t$seconds + b$seconds) * 1000 / 30, mean(b$result)) },
  "meta-interval" = function() { d <- read("meta_13.csv"); m <- metafor::rma(d$yi, d$vi, test = "knha"); t <- timed(function() for (i in 1:20) r <<- confint(m)); say("metafor", t$seconds / 20, r$random[1, "ci.ub"]) },
  "meta-nested" = function() { d <- read("meta_nested.csv"); t <- timed(function() metafor::rma.mv(yi, vi, random = ~ 1 | study / effect, data = d, sparse = TRUE), 1); say("metafor", t$seconds, t$result$sigma2[2]) },
  "waves-ar1" = function() waves(function(d) lme(y ~ wave, d, ~ 1 | person, correlation = corAR1(form = ~ wave | person))),
  "waves-car1" = function() waves(function(d) gls(y ~ time, d, corCAR1(form = ~ time | person))),
  "waves-slopes" = function() waves(function(d) lme(y ~ wave, d, ~ wave | person)),
  "waves-strata" = function() waves(function(d) lme(y ~ wave, d, ~ 1 | person, weights = varIdent(form = ~ 1 | mode))))

if (is.null(jobs[[job]])) { cat("jobs:", names(jobs), fill = 100); quit(status = 2) }
jobs[[job]]()
