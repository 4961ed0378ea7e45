// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace karuna {

/// What kind of thing went wrong. The kind decides the exit code; the words are for the person.
enum class Fault {
  usage,            ///< the command line cannot be understood
  invalid,          ///< the input breaks a rule: what was given, what was expected and what to do stand in the words
  not_found,        ///< a file, column, unit, item or instrument that was named does not exist
  unreadable,       ///< it exists and cannot be read
  unwritable,       ///< it cannot be written: permission, full disk
  refused,          ///< a rule of the product forbids it
  too_few_people,   ///< the data cannot carry the figure
  undefined,        ///< the figure has no value for these data (every answer equal, division by zero)
  interrupted,      ///< the person stopped it
  internal,         ///< a defect of ours
};

/// An error is a value, written for the person who will read it: what was given, what was expected, what to do.
struct Error {
  Fault fault = Fault::internal;
  std::string what;
};

/// The exit code of a program that ends with this fault: 2 usage or bad input, 3 refused by a rule, 1 everything else.
int exit_code(Fault fault);

/// The stable name of a fault, as it stands in JSON ("too_few_people").
const char* name_of(Fault fault);

}  // namespace karuna
