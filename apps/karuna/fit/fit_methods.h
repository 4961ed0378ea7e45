// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "fit/fit_output.h"
#include "fit/request.h"

namespace karuna::fit {

/// One method of `karuna fit`: an adapter that turns a model file and a frame into a call of stats/, and its result into an output.
/// Each has a file in fit/methods with a function that gives it, and two lines in fit_methods.cpp. docs/fit.md has an example of each.
struct FitMethod {
  std::string_view name;          ///< method = "..."
  std::string_view question;      ///< in a line of the help: "do units differ, and can their means be told apart?"
  std::string_view card;          ///< the card of stats/methods.h that says what is computed
  std::vector<std::string> keys;  ///< of the model file, beside method, data, missing and seed
  std::string_view example;       ///< a commented MODEL.toml, as --example prints it
  Result<FitOutput> (*fit)(const Request&);
};

std::span<const FitMethod> fit_methods();

}  // namespace karuna::fit
