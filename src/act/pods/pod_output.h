// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "act/pods/pods.h"

namespace karuna::act {

/// round, pod, id: what a later round takes as its history, and a repair as its pods.
std::string pods_csv(const PodInput& input, const std::vector<PodAnswer>& rounds);

/// Everything of an answer; "rows" is the table of pods_csv. Exclusions are not in it.
nlohmann::ordered_json pods_json(const PodInput& input, const std::vector<PodAnswer>& rounds);
nlohmann::ordered_json explanation_json(const Explanation& explanation);

/// For a terminal of 80 columns: what was found, the table of rules, and where members come from (pods of the last round, else departments).
std::string pods_terminal(const PodInput& input, const PodAnswer& answer);
std::string explanation_terminal(const Explanation& explanation);

/// One page without anything from elsewhere: rules, pods, and a matrix of who met or had to do with whom, people ordered by pod.
std::string pods_page(const PodInput& input, const PodAnswer& answer);

}  // namespace karuna::act
