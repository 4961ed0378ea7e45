// SPDX-License-Identifier: Apache-2.0
#include "verify/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace karuna::verify {

namespace {

constexpr const char* cannot[] = {
    "That the totals are the sums of the ballots plus the noise that was fixed beforehand: they rest on the closing program, until the public recount exists.",
    "That each ballot sealed shut as unreadable was so: only its author can tell, and the number is above.",
    "That tokens were given to people and not to the server itself: only that there are no more of them than people, whom the council attested.",
};

const char* mark_of(Outcome outcome) { return outcome == Outcome::good ? "ok" : outcome == Outcome::wrong ? "WRONG" : "-"; }

}  // namespace

bool Report::all_good() const {
  return std::none_of(checks.begin(), checks.end(), [](const Check& check) { return check.outcome == Outcome::wrong; });
}

std::string verdict(const Report& report) {
  const auto wrong =
      static_cast<std::size_t>(std::count_if(report.checks.begin(), report.checks.end(), [](const Check& check) { return check.outcome == Outcome::wrong; }));
  if (wrong) return "Do not trust this wave: " + counted(wrong, "thing is", "things are") + " wrong, and each is named below.";
  if (report.openings_checked)
    return "Every ballot this server received stands on the board, was replaced by its own author, or was set aside for a stated reason; nothing in the bundle "
           "contradicts the manifest.";
  const auto open = static_cast<std::size_t>(
      std::count_if(report.checks.begin(), report.checks.end(), [](const Check& check) { return check.outcome == Outcome::not_checked; }));
  return "Nothing in the bundle contradicts the manifest" +
         (open ? "; " + counted(open, "thing was", "things were") + " not checked, and each is named below." : std::string("."));
}

std::string words(const Report& report) {
  std::string out = verdict(report) + "\n\n" + report.title + "  " + report.wave + (report.trial ? "  (a trial)" : "") +
                    (report.council ? "" : "  (no council: the operator alone could open ballots before close)") + "\n\n";
  for (const Check& check : report.checks)
    out += std::string(check.outcome == Outcome::wrong ? "! " : "  ") + pad_right(mark_of(check.outcome), 6) + pad_right(check.file, 28) +
           pad_right(check.what, 46) + "  " + check.found + "\n";
  out += "\nReceived " + std::to_string(report.received) + ", on the board " + std::to_string(report.on_board) + " (withdrawn " +
         std::to_string(report.withdrawn) + "), replaced by their authors " + std::to_string(report.superseded) + ", set aside without proof " +
         std::to_string(report.set_aside) + "\n";
  for (const auto& [reason, count] : report.dropped) out += "  " + reason + " " + std::to_string(count) + "\n";
  out += "\nWhat this program cannot see:\n";
  for (const char* line : cannot) out += std::string("  ") + line + "\n";
  return out;
}

std::string json(const Report& report) {
  nlohmann::json checks = nlohmann::json::array(), dropped = nlohmann::json::object();
  for (const Check& check : report.checks)
    checks.push_back({{"file", check.file}, {"what", check.what}, {"found", check.found}, {"outcome", mark_of(check.outcome)}});
  for (const auto& [reason, count] : report.dropped) dropped[reason] = count;
  return nlohmann::json{{"verdict", verdict(report)},
                        {"good", report.all_good()},
                        {"wave", report.wave},
                        {"title", report.title},
                        {"checks", checks},
                        {"received", report.received},
                        {"on_board", report.on_board},
                        {"withdrawn", report.withdrawn},
                        {"superseded", report.superseded},
                        {"dropped", dropped},
                        {"set_aside", report.set_aside},
                        {"witnessed", report.witnessed},
                        {"openings_checked", report.openings_checked},
                        {"cannot_see", cannot}}
      .dump(2);
}

}  // namespace karuna::verify
