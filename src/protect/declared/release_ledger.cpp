// SPDX-License-Identifier: Apache-2.0
#include "protect/declared/release_ledger.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/files.h"
#include "base/toml.h"
#include "protect/noisy/noise_plan.h"
#include "seal/hash.h"

namespace karuna::protect {
namespace {

const char* name_of(Profile profile) {
  switch (profile) {
    case Profile::exact:
      return "exact";
    case Profile::balanced:
      return "balanced";
    case Profile::strict:
      return "strict";
  }
  return "";
}

/// Everything that decides what is published, one thing a line; ids cannot hold a line end.
std::string declaration(const collect::Sheets& sheets, const Plan& plan) {
  std::string text = fmt::format("karuna file release 1\nanswers {}\nprofile {}\nk {} {} {}\nitems {}\n", seal::to_hex(seal::bytes_of(sheets.canonical_sha256)),
                                 name_of(plan.profile), plan.k[0], plan.k[1], plan.k[2], plan.publish_items);
  for (const auto& period : sheets.periods) text += fmt::format("period {}\n", period);
  for (const auto& item : sheets.items) text += fmt::format("item {} {} {} {}\n", item.id, item.min, item.max, item.reversed);
  for (const auto& scale : sheets.scales) {
    text += fmt::format("scale {} {} {} {} {}", scale.id, scale.min, scale.max, scale.higher_is_better ? "up" : "down", scale.items.size());
    for (ItemId item : scale.items) text += fmt::format(" {}", item.value);
    text += '\n';
  }
  for (std::size_t scale : plan.index_scales) text += fmt::format("index {}\n", scale);
  return text;
}

}  // namespace

Result<ReleaseLedger> open_ledger(const std::filesystem::path& survey_file) {
  ReleaseLedger ledger;
  ledger.file = survey_file;
  ledger.file.replace_extension(".secret");
  struct stat found{};
  if (::stat(ledger.file.c_str(), &found) != 0) {
    ledger.is_new = true;
    KARUNA_TRY(seed, seal::random_bytes(32));
    ledger.seed = std::move(seed);
    return ledger;
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(Fault::refused,
                fmt::format("{} holds the secret of the noise and others on this machine can read it (mode {:04o}); make it yours alone: chmod 600 {}",
                            ledger.file.string(), found.st_mode & 07777U, ledger.file.string()));
  KARUNA_TRY(text, read_file(ledger.file, 1U << 20));
  const auto damaged = [&](const std::string& why) {
    return fail(Fault::invalid,
                fmt::format("{} is damaged ({}); without it the noise of earlier releases cannot be repeated. Bring it back from a copy; if there is none, "
                            "do not publish this survey again in balanced or strict",
                            ledger.file.string(), why));
  };
  const auto table = parse_toml(text, ledger.file.string());
  if (!table) return damaged(table.error().what);
  const auto hex = table->text("seed");
  const auto seed = hex ? seal::from_hex(*hex) : fail(Fault::invalid, hex.error().what);
  if (!seed || seed->size() != 32) return damaged("seed is not 64 hexadecimal digits");
  ledger.seed = *seed;
  const auto releases = table->tables("release");
  if (!releases) return damaged(releases.error().what);
  for (const TomlTable& one : *releases) {
    ReleaseLedger::Entry entry;
    entry.declared = one.text_or("declared", "").value_or("");
    entry.profile = one.text_or("profile", "").value_or("");
    entry.periods = static_cast<std::uint32_t>(one.integer_or("periods", 0, 1, 1000).value_or(0));
    entry.rho_one = static_cast<std::uint32_t>(one.integer_or("rho_one", 0, 1, 1'000'000).value_or(0));
    entry.rho_whole = static_cast<std::uint32_t>(one.integer_or("rho_whole", 0, 1, 10'000'000).value_or(0));
    if (entry.declared.size() != 64 || entry.rho_one == 0 || entry.rho_whole == 0) return damaged("a release says too little");
    ledger.entries.push_back(std::move(entry));
  }
  return ledger;
}

std::string declared_by(const collect::Sheets& sheets, const Plan& plan) { return seal::to_hex(seal::sha256(declaration(sheets, plan))); }

Result<Charge> charge(ReleaseLedger& ledger, const collect::Sheets& sheets, const Plan& plan) {
  Charge result;
  const std::string declared = declared_by(sheets, plan);
  const auto before = std::find_if(ledger.entries.begin(), ledger.entries.end(), [&](const auto& entry) { return entry.declared == declared; });
  for (const auto& entry : ledger.entries) result.rho_one += entry.rho_one, result.rho_whole += entry.rho_whole;
  if (before == ledger.entries.end()) {
    const auto caps = caps_of(plan.profile, WaveKind::deep);
    const auto limit = rhythm_limit(plan.profile);
    const auto periods = static_cast<std::uint32_t>(std::max<std::size_t>(1, sheets.periods.size()));
    const ReleaseLedger::Entry entry{declared, name_of(plan.profile), periods, caps.one * periods, caps.whole * periods};
    if (result.rho_one + entry.rho_one > limit.one || result.rho_whole + entry.rho_whole > limit.whole)
      return fail(
          Fault::refused,
          fmt::format(
              "this survey file was released {} times already, with rules or answers that differed; together with this one it would cost {:.2f} for one answer "
              "and {:.2f} for a whole ballot, and the limit of {} is {:.2f} and {:.2f}. Release again what was released before, under the same rules: that "
              "costs nothing ({} lists what was spent)",
              ledger.entries.size(), (result.rho_one + entry.rho_one) / 1e4, (result.rho_whole + entry.rho_whole) / 1e4, name_of(plan.profile), limit.one / 1e4,
              limit.whole / 1e4, ledger.file.string()));
    ledger.entries.push_back(entry);
    result.charged = true;
    result.rho_one += entry.rho_one, result.rho_whole += entry.rho_whole;
  }
  result.releases = ledger.entries.size();
  const std::string purpose = "KARUNA-FILE-RELEASE-v1" + declared;
  KARUNA_TRY(seed, seal::hkdf_expand(ledger.seed, seal::bytes_of(purpose), 32));
  result.seed = std::move(seed);
  return result;
}

Result<void> save(const ReleaseLedger& ledger) {
  std::string text =
      "# Secret, and the account of what was released from this survey with noise. Whoever has this file and a report can take the noise away.\n"
      "# Keep it beside the survey file, readable by its owner alone; do not edit it, do not share it.\n";
  text += fmt::format("seed = \"{}\"\n", seal::to_hex(ledger.seed));
  for (const auto& entry : ledger.entries)
    text += fmt::format("\n[[release]]\ndeclared = \"{}\"\nprofile = \"{}\"\nperiods = {}\nrho_one = {}      # in ten-thousandths\nrho_whole = {}\n",
                        entry.declared, entry.profile, entry.periods, entry.rho_one, entry.rho_whole);
  return write_atomically(ledger.file, text, FileMode::owner_only);
}

}  // namespace karuna::protect
