// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

namespace karuna {

int exit_code(Fault fault) {
  switch (fault) {
    case Fault::usage:
    case Fault::invalid:
    case Fault::not_found: return 2;
    case Fault::refused:
    case Fault::too_few_people: return 3;
    case Fault::unreadable:
    case Fault::unwritable:
    case Fault::undefined:
    case Fault::interrupted:
    case Fault::internal: return 1;
  }
  return 1;
}

const char* name_of(Fault fault) {
  switch (fault) {
    case Fault::usage: return "usage";
    case Fault::invalid: return "invalid";
    case Fault::not_found: return "not_found";
    case Fault::unreadable: return "unreadable";
    case Fault::unwritable: return "unwritable";
    case Fault::refused: return "refused";
    case Fault::too_few_people: return "too_few_people";
    case Fault::undefined: return "undefined";
    case Fault::interrupted: return "interrupted";
    case Fault::internal: return "internal";
  }
  return "internal";
}

}  // namespace karuna
