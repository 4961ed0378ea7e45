// SPDX-License-Identifier: Apache-2.0
#include "show/print/poster.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "seal/hash.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

struct Wishes {
  WaveWish wave;
  std::string out, paper = "a4";
  std::vector<std::string> languages{"en", "de", "fr", "es", "ar"};
};

Result<int> draw(const Wishes& wishes) {
  KARUNA_TRY(of, wave_of(wishes.wave));
  KARUNA_TRY(wave, ask::open_wave(of.installation.waves() / ask::hex_of(of.id), of.installation.signers()));
  const auto& part = wave.token_part;
  show::print::PosterWave poster;
  poster.organisation = of.installation.name;
  poster.title = part.title;
  poster.address = of.installation.respond;
  poster.opens_desk = part.opens_desk, poster.closes_desk = part.closes_desk;
  poster.opens_ballots = part.opens_ballots, poster.closes_ballots = part.closes_ballots;
  poster.late_desk = part.late_desk, poster.trial = part.trial;
  poster.smallest = part.k[0];
  if (wave.question_part) poster.questions = static_cast<std::uint32_t>(wave.question_part->questions.size());
  poster.council = part.council;
  poster.council_name = of.installation.council_name;
  poster.page_sha256 = seal::to_hex(part.page_sha256);
  KARUNA_TRY(pdf, show::print::poster(poster, wishes.paper == "a3" ? show::print::Paper::a3 : show::print::Paper::a4, wishes.languages));
  KARUNA_CHECK(write_atomically(wishes.out, pdf));
  fmt::print("{} in {}. The hash on it is that of the signed manifest; the council compares it with the page that is served.\n", counted(wishes.languages.size(), "page"), wishes.out);
  return 0;
}

}  // namespace

void add_poster(CLI::App& app, Command& run) {
  auto wishes = std::make_shared<Wishes>();
  auto* command = app.add_subcommand("poster", "a poster of a wave as PDF: address, dates, smallest group, and the hash of the page");
  command->footer("Example:\n  karuna poster 4f1c... --out poster.pdf --paper a3 --language de --language ar");
  add_wave_wish(*command, wishes->wave);
  command->add_option("--out", wishes->out, "the PDF")->required();
  command->add_option("--paper", wishes->paper, "a4 or a3")->capture_default_str()->check(CLI::IsMember({"a4", "a3"}));
  command->add_option("--language", wishes->languages, "one page each: en, de, fr, es, ar; without it all five")->check(CLI::IsMember({"en", "de", "fr", "es", "ar"}));
  command->callback([wishes, &run] { run = [wishes] { return draw(*wishes); }; });
}

}  // namespace karuna
