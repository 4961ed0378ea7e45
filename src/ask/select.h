// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "ask/instrument.h"
#include "base/result.h"

namespace karuna::ask {

/// The instrument with some of its scores alone: these, the scores they are made of, and the items any of them uses. Examples are left behind.
/// For a file in which a part was asked: the four items of acting, say.
///
/// Gives   the whole instrument where no score is named.
/// Fails   not_found  the instrument has no such score; the nearest is named
Result<Instrument> only_scores(const Instrument& instrument, std::span<const std::string> score_ids);

}  // namespace karuna::ask
