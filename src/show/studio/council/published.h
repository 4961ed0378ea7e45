// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "show/studio/results/results.h"

namespace karuna::show {

/// What was released, newest first: tables, how much of it is pooled or not shown, what it cost.
/// Gives   [{"number", "wave", "title", "kind", "trial", "ballots", "eligible", "profile", "witnessed", "sha256", "tables": [name],
///         "families": [{"name", "groups", "smallest", "shown", "pooled", "not_shown"}], "spent": [one, whole] or null, "limit": [one, whole] or null, "why_not"}]
///         families: index, scales, items; shown, pooled, not_shown count units over all statistics of the family. spent and limit are zCDP in ten-thousandths.
nlohmann::json published_of(const Released& released);

/// The board of every wave that was released: tokens by cell, ballots, root. There is nothing here of a wave before that.
/// Gives   [{"wave", "title", "kind", "trial", "eligible", "issued", "ballots", "replaced", "holds", "root", "cells": [{"units", "cell", "eligible", "issued", "holds"}]}]
nlohmann::json boards_of(const Released& released);

}  // namespace karuna::show
