// SPDX-License-Identifier: Apache-2.0
#include "gain_table.h"

#include <cstdio>
#include <mutex>

namespace karuna::privacy {

void print_gain(const std::string& attack, const std::string& organisation, const std::string& profile, const std::string& vendor, const std::string& ours,
                const std::string& allowed) {
  static std::once_flag once;
  const char* form = "ATTACK | %-36s | %-22s | %-9s | %-34s | %-34s | %s\n";
  std::call_once(once, [&] { std::printf(form, "attack", "organisation", "profile", "vendor", "ours", "allowed"); });
  std::printf(form, attack.c_str(), organisation.c_str(), profile.c_str(), vendor.c_str(), ours.c_str(), allowed.c_str());
}

std::string percent(double share, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %%", digits, 100 * share);
  return text;
}

}  // namespace karuna::privacy
