// SPDX-License-Identifier: Apache-2.0
#include "show/report/terminal.h"
namespace karuna::show {
std::string terminal_report(const measure::Report&, const TerminalOptions&) { return {}; }
}
