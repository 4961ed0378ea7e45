// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "answer/draw.h"
#include "answer/page.h"
#include "answer/send.h"
#include "answer/terminal.h"
#include "ask/wave/card_code.h"
#include "ask/wave/installation.h"
#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "http/client.h"
#include "seal/base64url.h"
#include "waves/answer_many.h"
#include "waves/folder_option.h"

namespace karuna {

namespace {

using nlohmann::json;

struct Wishes {
  std::string folder, page, wave, link, code, slip, answers, language = "en", links, slips, login, card;
  bool as_json = false;
  unsigned threads = 128;
};
using Given = std::shared_ptr<Wishes>;

/// Addresses and keys that a client believes: from karuna.toml, on a kiosk a copy of that one public file, or from a copy of the page. Never from the server.
Result<answer::Server> server_of(const Wishes& wishes) {
  if (!wishes.page.empty()) {
    KARUNA_TRY(page, read_file(wishes.page));
    KARUNA_TRY(stamp, answer::read_stamp(page));
    return answer::Server{stamp.studio, stamp.respond, stamp.keys, stamp.receipt_key};
  }
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  return answer::Server{installation.studio, installation.respond, installation.signers(), installation.receipt_key};
}

/// The wave that was named, else the only one there is.
Result<ask::WaveId> wave_of(const Wishes& wishes, const answer::Server& server) {
  if (!wishes.wave.empty()) return ask::wave_id_from_hex(wishes.wave);
  KARUNA_TRY(answer, http::ask(http::Method::get, server.respond + "/v1/waves"));
  const json list = json::parse(answer.body, nullptr, false);
  if (!list.is_array() || list.empty()) return fail(Fault::not_found, "there is no wave at " + server.respond + " at the moment");
  if (list.size() > 1) return fail(Fault::usage, "there are several waves; name one with --wave");
  const json id = list[0].value("wave_id", json());
  const auto bytes = id.is_string() ? seal::from_base64url(id.get<std::string>()) : Result<std::vector<std::uint8_t>>(fail(Fault::invalid, ""));
  ask::WaveId wave{};
  if (!bytes || bytes->size() != wave.size()) return fail(Fault::unreadable, "the server lists a wave without an id");
  std::copy(bytes->begin(), bytes->end(), wave.begin());
  return wave;
}

Result<int> draw(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(id, wave_of(wishes, server));
  KARUNA_TRY(wave, answer::fetch_wave(server, id));
  std::optional<answer::Code> code;
  if (!wishes.code.empty()) {
    KARUNA_TRY(read, answer::read_code(wishes.code));
    code = read;
  }
  std::error_code error;
  std::optional<answer::Slip> begun;
  const bool is_new = !std::filesystem::exists(wishes.slip, error);
  if (!is_new) {
    KARUNA_TRY(there, answer::read_slip(wishes.slip));
    if (there.tokens) return fail(Fault::refused, wishes.slip + " is there and holds a right to answer; a slip is never overwritten");
    begun = there;  // a draw that was cut off goes on with the code it began with
  } else {
    KARUNA_TRY(fresh, answer::begin_slip(id, code));
    begun = fresh;
  }
  answer::SignIn who{std::string(std::string_view(wishes.link).substr(wishes.link.find('#') + 1)), wishes.login, "", ""};
  if (!wishes.card.empty()) {
    KARUNA_TRY(card, ask::read_card(wishes.card));
    who.card = card;
  } else if (wishes.link.empty()) {
    if (wishes.login.empty())
      return fail(Fault::usage, "give a sign-in link with --link, a printed card with --card, or a login with --login (the password is read from standard input)");
    if (!std::getline(std::cin, who.password)) return fail(Fault::interrupted, "no password was given; nothing was drawn");
  }
  KARUNA_TRY(slip, answer::draw(server, wave, who, *std::move(begun),
                                {[&](const answer::Slip& now) { return answer::write_slip(wishes.slip, now); },
                                 [&] {
                                   if (is_new) std::filesystem::remove(wishes.slip, error);
                                 }}));
  fmt::print(
      "{}\nYour group is {}{}.\nYour code, to write down: {}\nWith it, or with {}, you can answer again until the wave closes. Nobody can make a second one.\n",
      wave.token_part.title, slip.cell->label + ": " + counted(slip.cell->eligible, "person", "people"),
      wave.token_part.council ? ", a number the works council attested" : "", answer::code_text(slip.code), wishes.slip);
  return 0;
}

Result<int> post(const Wishes& wishes, bool withdraw) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(slip, answer::read_slip(wishes.slip));
  KARUNA_TRY(wave, answer::fetch_wave(server, slip.wave));
  if (!wave.question_part) return fail(Fault::refused, "the questions of this wave are not published yet");
  const bool again = !withdraw && wishes.answers.empty() && slip.waiting.has_value();  // sealed before, and not signed for
  if (!again) {
    std::optional<std::vector<std::uint8_t>> answers;
    if (!withdraw) {
      auto given = wishes.answers.empty() ? answer::ask_on_terminal(*wave.question_part, wishes.language, std::cin, std::cout)
                                          : answer::read_answers(*wave.question_part, wishes.answers);
      if (!given) return std::unexpected(given.error());
      answers = *std::move(given);
    }
    KARUNA_TRY(ballot, answer::prepare_ballot(wave, slip, answers, ask::this_hour()));
    slip.waiting = std::move(ballot);
    KARUNA_CHECK(answer::write_slip(wishes.slip, slip));
  }
  const auto sent = answer::send(server, slip);
  KARUNA_CHECK(answer::write_slip(wishes.slip, slip));
  if (!sent && slip.waiting)
    return fail(sent.error().fault,
                sent.error().what + ". The sealed ballot is kept in " + wishes.slip + "; `karuna answer send --slip " + wishes.slip + "` sends it");
  if (!sent) return std::unexpected(sent.error());
  fmt::print("{}", withdraw ? "Withdrawn: an empty ballot takes the place of yours. The receipt holds.\n"
                            : "Sent, and the receipt holds. You can answer again until the wave closes; the last one counts.\n");
  return 0;
}

Result<int> send(const Wishes& wishes) { return post(wishes, false); }
Result<int> withdraw(const Wishes& wishes) { return post(wishes, true); }

Result<int> check(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(slip, answer::read_slip(wishes.slip));
  KARUNA_TRY(found, answer::find_on_board(server, slip));
  switch (found) {
    case answer::OnBoard::counted:
      fmt::print("Your ballot is on the board, exactly as you sent it last.\n");
      return 0;
    case answer::OnBoard::withdrawn:
      fmt::print("Your withdrawal is on the board; nothing of yours was counted.\n");
      return 0;
    case answer::OnBoard::not_out:
      fmt::print("The board of this wave is not out yet; it comes with the results.\n");
      return 0;
    case answer::OnBoard::replaced:
      fmt::print(
          "The board has another ballot of yours than the last one sent with this slip. If you answered again on another device, that is why; else tell the "
          "works council.\n");
      return 1;
    case answer::OnBoard::absent:
      break;
  }
  fmt::print("No ballot of yours is on the board. {}\n",
             slip.last ? "The server received it, and close set it aside: tell the works council and show it your slip." : "None was sent with this slip.");
  return slip.last ? 1 : 0;
}

Result<int> show(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(id, wave_of(wishes, server));
  KARUNA_TRY(wave, answer::fetch_wave(server, id));
  fmt::print("{}\nChecked: signed by the server{}.\nSmallest groups shown: {} for the index, {} for scales, {} for questions. Answering is voluntary.\n",
             wave.token_part.title,
             wave.token_part.council ? " and the works council" : "; there is no council, so the operator alone could open ballots before close",
             wave.token_part.k[0], wave.token_part.k[1], wave.token_part.k[2]);
  if (!wave.question_part) return 0;
  for (std::size_t q = 0; q < wave.question_part->questions.size(); ++q)
    fmt::print("{:>3}  {}\n", q + 1, answer::in_language(wave.question_part->questions[q].text, wishes.language));
  return 0;
}

int tell(const ManyTold& told, const Wishes& wishes, const char* word) {
  if (wishes.as_json)
    fmt::print("{}\n", json{{word, told.done}, {"refused", told.refused}, {"first_error", told.first_error}}.dump());
  else
    fmt::print("{}: {}{}\n", word, told.done, told.refused ? fmt::format(", refused: {} (first: {})", told.refused, told.first_error) : "");
  return told.refused ? 1 : 0;
}

Result<int> many_draw(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(id, wave_of(wishes, server));
  KARUNA_TRY(told, draw_many(server, id, wishes.links, wishes.slips, wishes.threads));
  return tell(told, wishes, "drawn");
}

Result<int> many_send(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(id, wave_of(wishes, server));
  KARUNA_TRY(told, send_many(server, id, wishes.slips, wishes.answers, wishes.threads));
  return tell(told, wishes, "receipts");
}

CLI::App* add(CLI::App& group, const char* name, const char* what, const char* example, const Given& given, Command& run,
              Result<int> (*command)(const Wishes&)) {
  auto* added = group.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  add_folder_option(*added, given->folder);
  added->add_option("--page", given->page, "take addresses and keys from this copy of the answering page instead of karuna.toml");
  added->callback([given, command, &run] { run = [given, command] { return command(*given); }; });
  return added;
}

}  // namespace

void add_answer(CLI::App& app, Command& run) {
  auto* group = app.add_subcommand("answer", "take part from a terminal: draw, send, send again, withdraw, check");
  group->require_subcommand(1);
  auto given = std::make_shared<Wishes>();
  const auto slip = [&](CLI::App* command) { command->add_option("--slip", given->slip, "file with code and tokens; only its owner can read it")->required(); };
  const auto wave = [&](CLI::App* command) { command->add_option("--wave", given->wave, "id of the wave, where there are several"); };
  auto* drawing = add(*group, "draw", "sign in at the desk and get the right to one ballot",
                      "karuna answer draw --link https://karuna.example.org/signin#... --slip slip.json", given, run, draw);
  drawing->add_option("--link", given->link, "sign-in link, good once");
  drawing->add_option("--login", given->login, "or: login; the password is read from standard input");
  drawing->add_option("--card", given->card, "or: the code of a printed card");
  drawing->add_option("--code", given->code, "a code drawn with before");
  slip(drawing), wave(drawing);
  auto* sending = add(*group, "send", "answer, or answer again", "karuna answer send --slip slip.json --answers 4,5,,2", given, run, send);
  slip(sending);
  sending->add_option("--answers", given->answers, "values with commas, nothing between two for skipped; without it the questions are asked one by one");
  sending->add_option("--language", given->language, "of the questions")->capture_default_str();
  slip(add(*group, "withdraw", "take the ballot back, by an empty one that takes its place", "karuna answer withdraw --slip slip.json", given, run, withdraw));
  slip(add(*group, "check", "after close: is my ballot on the board?", "karuna answer check --slip slip.json", given, run, check));
  auto* showing = add(*group, "show", "check the manifest and show what is asked", "karuna answer show --language de", given, run, show);
  wave(showing);
  showing->add_option("--language", given->language, "of the questions")->capture_default_str();
  auto* many = group->add_subcommand("many", "many people at once, for rehearsals and tests");
  many->require_subcommand(1);
  for (const bool draws : {true, false}) {
    auto* command = draws
                        ? add(*many, "draw", "draw for every link of a file", "karuna answer many draw --links links.csv --slips slips", given, run, many_draw)
                        : add(*many, "send", "send a ballot for every line of a file", "karuna answer many send --slips slips --answers answers.csv", given,
                              run, many_send);
    command->add_option("--slips", given->slips, "folder of slips 1.json, 2.json, ...")->required();
    if (draws)
      command->add_option("--links", given->links, "CSV with a column link")->required();
    else
      command->add_option("--answers", given->answers, "CSV with columns slip and answers (\"1 5 0 3\" or \"withdraw\")")->required();
    wave(command);
    command->add_flag("--json", given->as_json, "as JSON");
    command->add_option("--threads", given->threads, "how many at once")->capture_default_str()->check(CLI::Range(1, 1024));
  }
}

}  // namespace karuna
