// SPDX-License-Identifier: Apache-2.0
#include "waves/wave_publish.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "ask/wave/closing_secret.h"
#include "ask/wave/json_fields.h"
#include "base/files.h"
#include "base/progress.h"
#include "people/rights/approvals.h"
#include "people/token_keys.h"
#include "seal/canonical_json.h"

namespace karuna {

namespace {

namespace fs = std::filesystem;

struct Places {
  const ask::Installation& installation;
  std::string hex;
  fs::path wave() const { return installation.waves() / hex; }
  fs::path to_council() const { return installation.exchange() / hex / "to-council"; }
  fs::path from_council() const { return installation.exchange() / hex / "from-council"; }
  fs::path draft() const { return installation.folder / "server" / (hex + ".draft.json"); }
  fs::path secret() const { return installation.closing() / (hex + ".secret"); }
};

bool there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(Fault::unwritable, "the folder " + folder.string() + " cannot be made");
  return {};
}

Result<void> sign_beside(const seal::SigningKey& key, std::string_view name, const ask::WaveId& wave, const fs::path& file, std::string_view bytes) {
  const auto signature = seal::sign_file(key, name, wave, bytes);
  return write_atomically(file, seal::text_of(signature));
}

Result<seal::SigningKey> server_key(const ask::Installation& installation) {
  KARUNA_TRY(key, ask::read_key_file(installation.server_key_file()));
  if (key.public_key != installation.server_key) return fail(Fault::refused, "server/server.key is not the key that karuna.toml names");
  return key;
}

/// The close process reads the secret as its own user.
void give_to_close(const ask::Installation& installation, const fs::path& file) {
  const passwd* entry = geteuid() == 0 && !installation.close_user.empty() ? getpwnam(installation.close_user.c_str()) : nullptr;
  if (entry && chown(file.c_str(), entry->pw_uid, entry->pw_gid) != 0) { /* close says so when it cannot read it */
  }
}

constexpr std::uint32_t hours_a_year = 365 * 24;

/// The day since which somebody counts as new: that on which the desk of the last wave opened, a year before this one where there is none.
std::string day_of_last_wave(const ask::Installation& installation, const ask::TokenPart& token) {
  std::uint32_t hour = 0;
  for (const auto& [name, wave] : ask::open_waves(installation.waves(), installation.signers()))
    if (wave && !wave->token_part.trial && wave->token_part.opens_desk < token.opens_desk) hour = std::max(hour, wave->token_part.opens_desk);
  if (hour == 0) hour = token.opens_desk - std::min(token.opens_desk, hours_a_year);
  return ask::hour_text(hour).substr(0, 10);
}

/// Whole percent, rounded up: a cell that was filled with people nobody knows is one that the council counts again (its tool asks above a fifth).
void tell_new_people(std::vector<ask::CellKey>& cells, const WaveDraft& draft, const std::map<std::string, std::uint32_t>& fresh) {
  for (std::size_t c = 0; c < cells.size(); ++c) {
    std::uint64_t count = 0;
    for (const std::string& unit : draft.cells[c].members)
      if (const auto found = fresh.find(unit); found != fresh.end()) count += found->second;
    const std::uint64_t eligible = std::max<std::uint64_t>(cells[c].record.eligible, 1);
    cells[c].record.new_share = static_cast<std::uint32_t>(std::min<std::uint64_t>(100, (100 * count + eligible - 1) / eligible));
  }
}

std::vector<ask::CellKey> cell_keys_of(const WaveDraft& draft, const people::MadeKeys& keys) {
  std::vector<ask::CellKey> cells;
  for (const auto& planned : draft.cells) {
    ask::CellKey cell;
    cell.record.cell = planned.cell;
    cell.record.label = planned.label;
    cell.record.teams = static_cast<std::uint32_t>(std::max<std::size_t>(planned.members.size(), 1));
    cell.record.units = planned.units;
    cell.record.eligible = planned.eligible;
    cell.record.minimum = planned.minimum;
    cell.record.last_issued = planned.last_issued;
    cell.record.last_eligible = planned.last_eligible;
    cell.spki = keys.right_spki.at({ask::class_ballot, planned.cell});
    cell.record.spki_sha256 = seal::sha256(seal::Bytes(cell.spki));
    cells.push_back(std::move(cell));
  }
  return cells;
}

Result<ask::ClosingHalf> new_half() {
  ask::ClosingHalf half;
  KARUNA_TRY(scalar, seal::new_scalar());
  half.half = scalar;
  KARUNA_TRY(seed, seal::random_bytes(32));
  std::copy(seed.begin(), seed.end(), half.seed.bytes().begin());
  KARUNA_TRY(nonce, seal::random_bytes(32));
  std::copy(nonce.begin(), nonce.end(), half.board_nonce.bytes().begin());
  seal::wipe(seed);
  seal::wipe(nonce);
  return half;
}

/// The question part without what belongs to the council.
Result<ask::QuestionPart> question_draft(const WaveDraft& draft, const ask::TokenPart& token, std::string_view token_json, const ask::ClosingHalf& half) {
  ask::QuestionPart part;
  part.wave = token.wave;
  part.token_part_sha256 = seal::sha256(token_json);
  part.questions = draft.questions.questions;
  part.languages = draft.file.languages;
  part.answer_bytes = {static_cast<std::uint32_t>(part.questions.size())};
  part.statistics = draft.questions.statistics;
  part.contacts = draft.file.contacts;
  part.cap_one = draft.questions.cap_one;
  part.cap_whole = draft.questions.cap_whole;
  part.budget_before = draft.budget_before;
  part.budget_after = draft.budget_after;
  KARUNA_TRY(pk_s, seal::public_point(half.half));
  part.pk_s = pk_s;
  part.seed_root_s = ask::seed_root(half.seed, ask::noise_leaves(part, token.cells_count));
  return part;
}

/// Without a council the server is both sides, and the manifest says so.
Result<void> finish_alone(ask::QuestionPart& part, const ask::TokenPart& token, const ask::ClosingHalf& server, const ask::ClosingHalf& other) {
  KARUNA_TRY(pk_c, seal::public_point(other.half));
  part.pk_c = pk_c;
  KARUNA_TRY(proof_s, seal::prove_half(server.half, seal::Half::server, part.wave, part.pk_s, pk_c));
  KARUNA_TRY(proof_c, seal::prove_half(other.half, seal::Half::council, part.wave, part.pk_s, pk_c));
  KARUNA_TRY(sum, seal::add_points(part.pk_s, pk_c));
  part.proof_s = proof_s;
  part.proof_c = proof_c;
  part.tally_pk = sum;
  part.seed_root_c = ask::seed_root(other.seed, ask::noise_leaves(part, token.cells_count));
  part.board_nonce_sha256 = seal::sha256(seal::Bytes(other.board_nonce.bytes()));
  return {};
}

Result<void> copy_to(const fs::path& from, const fs::path& to) {
  KARUNA_TRY(bytes, read_file(from, std::uint64_t{1} << 30));
  return write_atomically(to, bytes);
}

}  // namespace

Result<std::string> begin_wave(const ask::Installation& installation, const WaveDraft& draft, unsigned threads) {
  if (installation.council && installation.witness_keys.empty())
    return fail(Fault::refused,
                "no council is registered yet; `karuna council add KEY` takes the key that `karuna witness init` prints, `karuna init --without-council` is "
                "for those who have none");
  const auto page_file = installation.page() / "index.html";
  if (!there(page_file))
    return fail(Fault::not_found, "the answering page is not built yet; `karuna page build` makes it, and its hash goes into the manifest");
  KARUNA_TRY(page, read_file(page_file));
  KARUNA_TRY(database, people::open_people(installation.people()));
  KARUNA_CHECK(people::check_approved(database, draft.loosening));
  KARUNA_TRY(signing, server_key(installation));
  ask::WaveId wave{};
  KARUNA_TRY(random, seal::random_bytes(wave.size()));
  std::copy(random.begin(), random.end(), wave.begin());
  const Places places{installation, ask::hex_of(wave)};

  std::map<std::string, std::uint32_t> unit_cell;
  for (const auto& cell : draft.cells)
    for (const std::string& unit : cell.members) unit_cell[unit] = cell.cell;
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  progress.begin("making the keys of the cells", draft.cells.size() + 1);
  const std::array<std::uint8_t, 1> classes{ask::class_ballot};
  auto keys = people::make_token_keys(database, wave, classes, unit_cell, threads, [&](std::size_t, std::size_t) {
    progress.advance(1);
    return progress.check().has_value();
  });
  progress.end();
  if (!keys) return std::unexpected(keys.error());

  ask::TokenPart token = token_part_of(installation, draft, wave);
  auto cells = cell_keys_of(draft, *keys);
  KARUNA_TRY(fresh, people::new_people(database, day_of_last_wave(installation, token)));
  tell_new_people(cells, draft, fresh);
  KARUNA_TRY(root, ask::cells_root(cells));
  token.cells_root = root;
  token.cells_count = static_cast<std::uint32_t>(cells.size());
  std::uint32_t eligible = 0;
  for (const auto& cell : cells) eligible += cell.record.eligible;
  token.eligible_total = {eligible};
  token.admission_spki = {keys->admission_spki.at(ask::class_ballot)};
  token.page_sha256 = seal::sha256(page);
  KARUNA_CHECK(ask::check_token_part(token, cells));
  const std::string token_json = ask::write_token_part(token), cells_json = ask::write_cells(cells);

  ask::ClosingSecret secret;
  secret.wave = wave;
  KARUNA_TRY(half, new_half());
  secret.server = half;
  if (!installation.council) {
    KARUNA_TRY(other, new_half());
    secret.other = other;
  }
  KARUNA_TRY(part, question_draft(draft, token, token_json, secret.server));
  if (secret.other) {
    KARUNA_CHECK(finish_alone(part, token, secret.server, *secret.other));
    KARUNA_CHECK(ask::check_question_part(part, token, token_json));
  }
  KARUNA_CHECK(ask::write_closing_secret(places.secret(), secret));
  give_to_close(installation, places.secret());
  KARUNA_CHECK(write_atomically(places.draft(), ask::write_question_part(part), FileMode::owner_only));

  const fs::path making = installation.waves() / ("." + places.hex + ".making");
  KARUNA_CHECK(make_folder(making));
  KARUNA_CHECK(write_atomically(making / "token_part.json", token_json));
  KARUNA_CHECK(write_atomically(making / "cells.json", cells_json));
  KARUNA_CHECK(sign_beside(signing, "TOKEN_PART", wave, making / "token_part.server.sig", token_json));
  if (!installation.council) {
    const std::string question_json = ask::write_question_part(part);
    KARUNA_CHECK(write_atomically(making / "question_part.json", question_json));
    KARUNA_CHECK(sign_beside(signing, "QUESTION_PART", wave, making / "question_part.server.sig", question_json));
  }
  KARUNA_CHECK(write_atomically(installation.folder / "server" / "cells.json", ask::write_registry(draft.earlier, draft.cells), FileMode::owner_only));
  if (installation.council) {
    KARUNA_CHECK(make_folder(places.to_council()));
    KARUNA_CHECK(make_folder(places.from_council()));
    // The studio keeps there what the council uploads.
    const passwd* desk = geteuid() == 0 && !installation.desk_user.empty() ? getpwnam(installation.desk_user.c_str()) : nullptr;
    if (desk && chown(places.from_council().c_str(), desk->pw_uid, desk->pw_gid) != 0)
      return fail(Fault::unwritable, places.from_council().string() + " could not be given to the user " + installation.desk_user);
    for (const char* name : {"token_part.json", "cells.json", "token_part.server.sig"}) KARUNA_CHECK(copy_to(making / name, places.to_council() / name));
    KARUNA_CHECK(write_atomically(places.to_council() / "page.html", page));
  }
  std::error_code error;
  fs::rename(making, places.wave(), error);
  if (error) return fail(Fault::unwritable, "the wave could not be put in its place: " + error.message());
  return places.hex;
}

namespace {

/// The council's first answer: its signature on the token part, and its half's public point.
Result<std::string> take_token_part(const ask::OpenedWave& wave, const Places& places) {
  if (!there(places.from_council() / "token_part.witness.sig") || !there(places.from_council() / "council_key.json"))
    return "Awaited from the council: its signature on the token part (karuna witness token-part).";
  KARUNA_TRY(signature, read_file(places.from_council() / "token_part.witness.sig", 4096));
  const auto& keys = places.installation.witness_keys;
  if (std::none_of(keys.begin(), keys.end(),
                   [&](const auto& key) { return seal::verify_file(key, "TOKEN_PART", wave.token_part.wave, wave.token_part_json, signature); }))
    return fail(Fault::refused,
                "the council's signature on the token part does not hold under any registered key; was the file changed on its way, or is the key another?");
  KARUNA_TRY(json_text, read_file(places.from_council() / "council_key.json", 4096));
  KARUNA_TRY(value, seal::read_canonical_file("council_key.json", json_text));
  ask::JsonFields fields(value, "council_key.json");
  seal::Point pk_c{};
  fields.bytes_into("pk_c", pk_c);
  KARUNA_CHECK(fields.finish());
  KARUNA_CHECK(seal::check_point(pk_c));
  KARUNA_TRY(draft_text, read_file(places.draft()));
  KARUNA_TRY(draft, ask::read_question_part(draft_text));
  KARUNA_TRY(secret, ask::read_closing_secret(places.secret(), wave.token_part.wave));
  KARUNA_TRY(proof, seal::prove_half(secret.server.half, seal::Half::server, draft.wave, draft.pk_s, pk_c));
  draft.proof_s = proof;
  KARUNA_CHECK(write_atomically(places.draft(), ask::write_question_part(draft), FileMode::owner_only));
  KARUNA_CHECK(write_atomically(places.to_council() / "question_draft.json", ask::write_question_part(draft)));
  KARUNA_CHECK(write_atomically(places.wave() / "token_part.witness.sig", signature));
  return "The council has signed the token part; the desk opens on its date. The questions wait for the council: exchange/" + places.hex +
         "/to-council/question_draft.json.";
}

/// The finished question part must be our draft and the council's fields, nothing else.
Result<std::string> take_question_part(const ask::OpenedWave& wave, const Places& places) {
  if (!there(places.from_council() / "question_part.json") || !there(places.from_council() / "question_part.witness.sig"))
    return "Awaited from the council: the finished question part (karuna witness question-part).";
  KARUNA_TRY(text, read_file(places.from_council() / "question_part.json"));
  KARUNA_TRY(signature, read_file(places.from_council() / "question_part.witness.sig", 4096));
  KARUNA_TRY(part, ask::read_question_part(text));
  KARUNA_CHECK(ask::check_question_part(part, wave.token_part, wave.token_part_json));
  if (!part.tally_pk) return fail(Fault::refused, "the council's question part lacks the council's own fields; ask for it again");
  const auto& keys = places.installation.witness_keys;
  if (std::none_of(keys.begin(), keys.end(), [&](const auto& key) { return seal::verify_file(key, "QUESTION_PART", part.wave, text, signature); }))
    return fail(Fault::refused, "the council's signature on the question part does not hold under any registered key");
  ask::QuestionPart ours = part;
  ours.pk_c.reset(), ours.tally_pk.reset(), ours.proof_c.reset(), ours.seed_root_c.reset(), ours.board_nonce_sha256.reset(), ours.w_pk.reset();
  KARUNA_TRY(draft, read_file(places.draft()));
  if (ask::write_question_part(ours) != draft)
    return fail(Fault::refused, "the council's question part differs from what was sent to it in more than the council's own fields; nothing was published");
  KARUNA_TRY(signing, server_key(places.installation));
  KARUNA_CHECK(write_atomically(places.wave() / "question_part.json", text));
  KARUNA_CHECK(write_atomically(places.wave() / "question_part.witness.sig", signature));
  KARUNA_CHECK(sign_beside(signing, "QUESTION_PART", part.wave, places.wave() / "question_part.server.sig", text));
  return "Published: questions, noise and keys are fixed and signed by both. Ballots open " + ask::hour_text(wave.token_part.opens_ballots) +
         (wave.token_part.trial ? " or by command, for this is a trial." : ".");
}

Result<std::string> take_final(const ask::OpenedWave& wave, const Places& places) {
  if (!there(places.from_council() / "final.witness.sig")) return "Released. Awaited from the council: its check and last signature (karuna witness final).";
  KARUNA_TRY(signature, read_file(places.from_council() / "final.witness.sig", 4096));
  KARUNA_TRY(head, read_file(places.wave() / "head.json"));
  KARUNA_TRY(release, read_file(places.wave() / "release.json", std::uint64_t{1} << 30));
  const auto& keys = places.installation.witness_keys;
  if (std::none_of(keys.begin(), keys.end(),
                   [&](const auto& key) { return seal::verify_file(key, "FINAL", wave.token_part.wave, seal::final_message(head, release), signature); }))
    return fail(Fault::refused, "the council's last signature does not hold for this release");
  KARUNA_CHECK(write_atomically(places.wave() / "final.witness.sig", signature));
  return "The council has checked and signed the release. `karuna wave destroy " + places.hex + "` destroys what is secret of this wave.";
}

}  // namespace

std::string_view state_word(ask::WaveState state) {
  static constexpr std::string_view words[] = {"drafted", "desk_ready", "published", "closed", "released", "witnessed"};
  return words[static_cast<std::size_t>(state)];
}

std::string awaited(const ask::OpenedWave& wave) {
  const bool trial = wave.token_part.trial;
  switch (wave.state) {
    case ask::WaveState::drafted:
      return "the council's signature on the token part";
    case ask::WaveState::desk_ready:
      return "the council's part of the question part";
    case ask::WaveState::published:
      if (wave.stopped) return "the close";
      return trial ? "karuna wave open --desk, then --ballots, then karuna wave close"
                   : "its dates: ballots close " + ask::hour_text(wave.token_part.closes_ballots);
    case ask::WaveState::closed:
      return wave.token_part.council ? "the council's half, then the end of the close" : "the end of the close";
    case ask::WaveState::released:
      return wave.token_part.council ? "the council's check and last signature" : "nothing";
    case ask::WaveState::witnessed:
      return "nothing";
  }
  return "";
}

Result<std::string> continue_wave(const ask::Installation& installation, const ask::WaveId& id) {
  const Places places{installation, ask::hex_of(id)};
  KARUNA_TRY(wave, ask::open_wave(places.wave(), installation.signers()));
  switch (wave.state) {
    case ask::WaveState::drafted:
      return take_token_part(wave, places);
    case ask::WaveState::desk_ready:
      return take_question_part(wave, places);
    case ask::WaveState::released:
      return wave.token_part.council ? take_final(wave, places) : Result<std::string>("Released.");
    default:
      return "Nothing to go on with; this wave waits for " + awaited(wave) + ".";
  }
}

}  // namespace karuna
