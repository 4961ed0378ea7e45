// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "answer/draw.h"
#include "answer/send.h"
#include "ask/wave/installation.h"
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
  std::string folder, wave, link, code, slip, answers, language = "en", links, slips;
  bool as_json = false;
  unsigned threads = 32;
};
using Given = std::shared_ptr<Wishes>;

/// From karuna.toml: addresses and keys that a client believes. On a kiosk this is a copy of that one public file.
Result<answer::Server> server_of(const Wishes& wishes) {
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
  KARUNA_TRY(slip, answer::draw(server, wave, std::string_view(wishes.link).substr(wishes.link.find('#') + 1), code));
  KARUNA_CHECK(answer::write_slip(wishes.slip, slip));
  fmt::print("{}\nYou answer with {}{}.\nYour code, to write down: {}\nWith it, or with {}, you can answer again until the wave closes. Nobody can make a second one.\n", wave.token_part.title,
             counted(slip.eligible, "person", "people"), wave.token_part.council ? ", a number the works council attested" : "", answer::code_text(slip.code), wishes.slip);
  return 0;
}

std::string_view words_in(const std::vector<std::pair<std::string, std::string>>& texts, const std::string& language) {
  for (const auto& [code, text] : texts)
    if (code == language) return text;
  return texts.empty() ? std::string_view() : std::string_view(texts.front().second);
}

/// One question at a time on the terminal.
Result<std::vector<std::uint8_t>> ask_all(const ask::QuestionPart& part, const std::string& language) {
  std::vector<std::uint8_t> answers;
  for (std::size_t q = 0; q < part.questions.size(); ++q) {
    const auto& question = part.questions[q];
    fmt::print("\n{} of {}  {}\n", q + 1, part.questions.size(), words_in(question.text, language));
    const int most = question.max - question.min + 1;
    for (int byte = 1; byte <= most; ++byte) {
      const auto label = static_cast<std::size_t>(byte - 1) < question.labels.size() ? words_in(question.labels[static_cast<std::size_t>(byte - 1)], language) : std::string_view();
      fmt::print("  {:>2}  {}\n", question.min + byte - 1, label);
    }
    fmt::print("  (Enter alone skips) ");
    std::fflush(stdout);
    std::string typed;
    if (!std::getline(std::cin, typed)) return fail(Fault::interrupted, "stopped; nothing was sent");
    int value = 0;
    const auto text = trimmed(typed);
    if (text.empty()) {
      answers.push_back(0);
    } else if (std::from_chars(text.data(), text.data() + text.size(), value).ptr == text.data() + text.size() && value >= question.min && value <= question.max) {
      answers.push_back(static_cast<std::uint8_t>(value - question.min + 1));
    } else {
      fmt::print("  Please a number from {} to {}.\n", question.min, question.max);
      --q;
    }
  }
  return answers;
}

/// "4,5,,2": the values as they are asked, an empty one is skipped.
Result<std::vector<std::uint8_t>> typed_answers(const ask::QuestionPart& part, const std::string& text) {
  std::vector<std::uint8_t> answers;
  for (const std::string_view word : split(text, ',')) {
    const auto value = trimmed(word);
    int number = 0;
    if (answers.size() >= part.questions.size()) return fail(Fault::usage, "there are " + std::to_string(part.questions.size()) + " questions, and more answers were given");
    const auto& question = part.questions[answers.size()];
    if (value.empty()) answers.push_back(0);
    else if (std::from_chars(value.data(), value.data() + value.size(), number).ptr == value.data() + value.size() && number >= question.min && number <= question.max)
      answers.push_back(static_cast<std::uint8_t>(number - question.min + 1));
    else return fail(Fault::usage, "answer " + std::to_string(answers.size() + 1) + " is no number from " + std::to_string(question.min) + " to " + std::to_string(question.max));
  }
  return answers;
}

Result<int> post(const Wishes& wishes, bool withdraw) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(slip, answer::read_slip(wishes.slip));
  KARUNA_TRY(wave, answer::fetch_wave(server, slip.wave));
  if (!wave.question_part) return fail(Fault::refused, "the questions of this wave are not published yet");
  std::optional<std::vector<std::uint8_t>> answers;
  if (!withdraw) {
    auto given = wishes.answers.empty() ? ask_all(*wave.question_part, wishes.language) : typed_answers(*wave.question_part, wishes.answers);
    if (!given) return std::unexpected(given.error());
    answers = *std::move(given);
  }
  KARUNA_TRY(ballot, answer::prepare_ballot(wave, slip, answers, ask::this_hour()));
  KARUNA_CHECK(answer::send(server, ballot, slip));
  KARUNA_CHECK(answer::write_slip(wishes.slip, slip));
  fmt::print("{}", withdraw ? "Withdrawn: an empty ballot takes the place of yours. The receipt holds.\n" : "Sent, and the receipt holds. You can answer again until the wave closes; the last one counts.\n");
  return 0;
}

Result<int> send(const Wishes& wishes) { return post(wishes, false); }
Result<int> withdraw(const Wishes& wishes) { return post(wishes, true); }

Result<int> check(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(slip, answer::read_slip(wishes.slip));
  KARUNA_TRY(found, answer::find_on_board(server, slip));
  if (found == answer::OnBoard::not_there) {
    fmt::print("Your ballot is not on the board. If you answered, tell the works council and show it your receipt.\n");
    return 1;
  }
  fmt::print("{}", found == answer::OnBoard::counted ? "Your ballot is on the board, exactly as you sent it last.\n" : "Your withdrawal is on the board; nothing of yours was counted.\n");
  return 0;
}

Result<int> show(const Wishes& wishes) {
  KARUNA_TRY(server, server_of(wishes));
  KARUNA_TRY(id, wave_of(wishes, server));
  KARUNA_TRY(wave, answer::fetch_wave(server, id));
  fmt::print("{}\nChecked: signed by the server{}.\nSmallest groups shown: {} for the index, {} for scales, {} for questions. Answering is voluntary.\n", wave.token_part.title,
             wave.token_part.council ? " and the works council" : "; there is no council, so the operator alone could open ballots before close", wave.token_part.k[0], wave.token_part.k[1],
             wave.token_part.k[2]);
  if (!wave.question_part) return 0;
  for (std::size_t q = 0; q < wave.question_part->questions.size(); ++q)
    fmt::print("{:>3}  {}\n", q + 1, words_in(wave.question_part->questions[q].text, wishes.language));
  return 0;
}

int tell(const ManyTold& told, const Wishes& wishes, const char* word) {
  if (wishes.as_json) fmt::print("{}\n", json{{word, told.done}, {"refused", told.refused}, {"first_error", told.first_error}}.dump());
  else fmt::print("{}: {}{}\n", word, told.done, told.refused ? fmt::format(", refused: {} (first: {})", told.refused, told.first_error) : "");
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

CLI::App* add(CLI::App& group, const char* name, const char* what, const char* example, const Given& given, Command& run, Result<int> (*command)(const Wishes&)) {
  auto* added = group.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  add_folder_option(*added, given->folder);
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
  auto* drawing = add(*group, "draw", "sign in at the desk and get the right to one ballot", "karuna answer draw --link https://karuna.example.org/signin#... --slip slip.json", given, run, draw);
  drawing->add_option("--link", given->link, "sign-in link, good once")->required();
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
    auto* command = draws ? add(*many, "draw", "draw for every link of a file", "karuna answer many draw --links links.csv --slips slips", given, run, many_draw)
                          : add(*many, "send", "send a ballot for every line of a file", "karuna answer many send --slips slips --answers answers.csv", given, run, many_send);
    command->add_option("--slips", given->slips, "folder of slips 1.json, 2.json, ...")->required();
    if (draws) command->add_option("--links", given->links, "CSV with a column link")->required();
    else command->add_option("--answers", given->answers, "CSV with columns slip and answers (\"1 5 0 3\" or \"withdraw\")")->required();
    wave(command);
    command->add_flag("--json", given->as_json, "as JSON");
    command->add_option("--threads", given->threads, "how many at once")->capture_default_str()->check(CLI::Range(1, 1024));
  }
}

}  // namespace karuna
