// SPDX-License-Identifier: Apache-2.0
#include "witness/manifest_signing.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "ask/wave/counts.h"
#include "ask/wave/manifest_words.h"
#include "base/files.h"
#include "base/text.h"
#include "seal/base64url.h"
#include "seal/canonical_json.h"

namespace karuna::witness {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t hours_between_waves = 14 * 24;
constexpr std::uint32_t new_share_that_needs_a_count = 20;

bool there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

struct TokenFiles {
  std::string token_json, cells_json, server_signature;
  ask::TokenPart token;
  std::vector<ask::CellKey> cells;
};

Result<TokenFiles> read_token_files(const fs::path& in) {
  TokenFiles files;
  KARUNA_TRY(token_json, read_file(in / "token_part.json"));
  KARUNA_TRY(cells_json, read_file(in / "cells.json", ask::most_manifest_bytes));
  KARUNA_TRY(signature, read_file(in / "token_part.server.sig", 4096));
  KARUNA_TRY(token, ask::read_token_part(token_json));
  KARUNA_TRY(cells, ask::read_cells(cells_json));
  files = {token_json, cells_json, signature, std::move(token), std::move(cells)};
  return files;
}

/// A minimum of 10 rests on the last wave's counts, which this council kept itself.
Result<void> compare_last_counts(const Council& council, const std::vector<ask::CellKey>& cells, Examined& seen) {
  std::size_t with_ten = 0;
  for (const auto& cell : cells) with_ten += cell.record.last_issued.has_value();
  if (with_ten == 0) {
    seen.add("numbers of the last wave", "no cell leans on them");
    return {};
  }
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> last;
  KARUNA_TRY(waves, signed_waves(council));
  std::sort(waves.begin(), waves.end(), [](const auto& a, const auto& b) { return a.token_part.opens_desk < b.token_part.opens_desk; });
  for (const auto& wave : waves) {
    const fs::path file = council.wave(wave.token_part.wave) / "counts.json";
    if (!there(file)) continue;
    KARUNA_TRY(text, read_file(file));
    KARUNA_TRY(counts, ask::read_counts(text, wave.cells));
    last.clear();
    for (std::size_t c = 0; c < counts.size(); ++c) last[counts[c].cell] = {counts[c].issued, wave.cells[c].record.eligible};
  }
  std::string wrong;
  for (const auto& cell : cells) {
    if (!cell.record.last_issued) continue;
    const auto found = last.find(cell.record.cell);
    if (found == last.end() || found->second != std::pair(*cell.record.last_issued, *cell.record.last_eligible)) wrong = cell.record.label;
  }
  seen.add("numbers of the last wave",
           wrong.empty() ? std::to_string(with_ten) + " cells of 10 to 19 people lean on them, and they are those this council signed"
                         : "those of " + wrong + " are not the ones this council knows",
           wrong.empty());
  return {};
}

/// One by one each in a sentence; the rules themselves are ask's.
void describe_cells(const TokenFiles& files, Examined& seen) {
  std::uint32_t least = 0xffffffffU, most = 0, fresh = 0;
  for (const auto& cell : files.cells) {
    least = std::min(least, cell.record.eligible);
    most = std::max(most, cell.record.eligible);
    fresh += cell.record.new_share > new_share_that_needs_a_count;
  }
  seen.add("cells",
           counted(files.cells.size(), "cell") + " of " + std::to_string(least) + " to " + std::to_string(most) + " people; compare the list with payroll");
  seen.add("people in all", files.token.eligible_total.empty() ? "0" : grouped(files.token.eligible_total[0]));
  if (fresh) seen.add("new people", counted(fresh, "cell") + " with more than a fifth new: ask for a fresh count from payroll");
}

std::string missing_server_key() { return "not checked, for the server's key was not given (--server-key)"; }

/// Of files that were read once: what is examined is what is signed, whoever writes to the folder meanwhile.
Result<Examined> examine(const Council& council, const TokenFiles& files, const fs::path& in, const std::optional<seal::Digest>& server_key) {
  Examined seen;
  seen.wave = files.token.wave;
  seen.looked_at = seal::sha256(files.token_json);  // it names the root over the cells, and the rules hold the cells to it
  seen.title = files.token.title;
  if (server_key) {
    const bool good = seal::verify_file(*server_key, "TOKEN_PART", files.token.wave, files.token_json, files.server_signature);
    seen.add("the server's signature", good ? "holds" : "does not hold", good);
  } else {
    seen.add("the server's signature", missing_server_key());
  }
  const auto rules = ask::check_token_part(files.token, files.cells);
  seen.add("rules of the manifest", rules ? "all kept" : rules.error().what, rules.has_value());
  describe_cells(files, seen);
  KARUNA_CHECK(compare_last_counts(council, files.cells, seen));
  if (there(in / "page.html")) {
    KARUNA_TRY(page, read_file(in / "page.html"));
    const bool good = seal::sha256(page) == files.token.page_sha256;
    seen.add("the answering page", (good ? "is the one named: " : "is another than the one named: ") + seal::to_hex(files.token.page_sha256), good);
  } else {
    seen.add("the answering page", "not at hand; its SHA-256 is " + seal::to_hex(files.token.page_sha256));
  }
  if (!files.token.council) seen.add("council", "the manifest says there is none", false);
  seen.add("profile", std::string(ask::profile_words[static_cast<std::size_t>(files.token.profile)]) + ", smallest groups " + std::to_string(files.token.k[0]) +
                          ", " + std::to_string(files.token.k[1]) + ", " + std::to_string(files.token.k[2]) +
                          (files.token.trial ? "; a trial, whose dates mean nothing" : ""));
  const fs::path kept = council.wave(files.token.wave) / "token_part.json";
  if (there(kept)) {
    KARUNA_TRY(before, read_file(kept));
    seen.add("signed before", before == files.token_json ? "this very file" : "another token part of the same wave", before == files.token_json);
  }
  return seen;
}

}  // namespace

Result<Examined> examine_token_part(const Council& council, const fs::path& in, const std::optional<seal::Digest>& server_key) {
  KARUNA_TRY(files, read_token_files(in));
  return examine(council, files, in, server_key);
}

Result<void> sign_token_part(const Council& council, const fs::path& in, const fs::path& out, const std::optional<seal::Digest>& server_key,
                             const std::optional<seal::Digest>& looked_at) {
  KARUNA_TRY(lock, one_at_a_time(council));
  KARUNA_TRY(files, read_token_files(in));
  KARUNA_TRY(seen, examine(council, files, in, server_key));
  KARUNA_CHECK(same_as_looked_at(seen, looked_at));
  if (!seen.refusal.empty()) return fail(Fault::refused, "not signed. " + seen.refusal);
  const fs::path kept = council.wave(files.token.wave);
  KARUNA_CHECK(make_private_folder(kept));
  if (!there(kept / "half.secret")) {
    ask::ClosingSecret secret;
    secret.wave = files.token.wave;
    KARUNA_TRY(scalar, seal::new_scalar());
    secret.server.half = scalar;
    for (auto* part : {&secret.server.seed, &secret.server.board_nonce}) {
      KARUNA_TRY(random, seal::random_bytes(32));
      std::copy(random.begin(), random.end(), part->bytes().begin());
      seal::wipe(random);
    }
    KARUNA_TRY(openings, seal::new_scalar());
    KARUNA_CHECK(write_atomically(kept / "openings.key", seal::text_of(openings.bytes()), FileMode::owner_only));
    KARUNA_CHECK(ask::write_closing_secret(kept / "half.secret", secret));
  }
  KARUNA_TRY(half, read_half(council, files.token.wave));
  KARUNA_TRY(pk_c, seal::public_point(half.half));
  KARUNA_CHECK(write_atomically(kept / "cells.json", files.cells_json, FileMode::owner_only));
  KARUNA_CHECK(write_atomically(kept / "token_part.json", files.token_json, FileMode::owner_only));
  KARUNA_TRY(key_json, seal::canonical_json({{"pk_c", seal::to_base64url(pk_c)}}));
  KARUNA_CHECK(write_atomically(out / "council_key.json", key_json));
  return write_atomically(out / "token_part.witness.sig", seal::text_of(seal::sign_file(council.key, "TOKEN_PART", files.token.wave, files.token_json)));
}

namespace {

struct QuestionFiles {
  std::string draft_json, token_json;
  ask::QuestionPart draft;
  ask::TokenPart token;
};

Result<QuestionFiles> read_question_files(const Council& council, const fs::path& in) {
  QuestionFiles files;
  KARUNA_TRY(draft_json, read_file(in / "question_draft.json"));
  KARUNA_TRY(draft, ask::read_question_part(draft_json));
  const fs::path kept = council.wave(draft.wave) / "token_part.json";
  if (!there(kept)) return fail(Fault::refused, "this council never signed a token part of the wave " + ask::hex_of(draft.wave));
  KARUNA_TRY(token_json, read_file(kept));
  KARUNA_TRY(token, ask::read_token_part(token_json));
  files.draft_json = draft_json;
  files.token_json = token_json;
  files.draft = std::move(draft);
  files.token = std::move(token);
  return files;
}

/// A wave that shares questions with another and opens less than 14 days from it could be used to ask the same people twice.
Result<void> check_distance(const Council& council, const QuestionFiles& files, Examined& seen) {
  if (files.token.trial) {
    seen.add("distance from other waves", "not asked of a trial");
    return {};
  }
  std::set<std::string> asked;
  for (const auto& question : files.draft.questions) asked.insert(question.id);
  KARUNA_TRY(waves, signed_waves(council));
  std::string close;
  for (const auto& wave : waves) {
    if (wave.token_part.wave == files.token.wave || wave.token_part.trial || !wave.question_part) continue;
    const bool shares = std::any_of(wave.question_part->questions.begin(), wave.question_part->questions.end(),
                                    [&](const auto& question) { return asked.contains(question.id); });
    if (shares && std::abs(std::int64_t{wave.token_part.opens_ballots} - std::int64_t{files.token.opens_ballots}) < hours_between_waves)
      close = wave.token_part.title;
  }
  seen.add("distance from other waves",
           close.empty() ? "14 days or more from any that shares a question" : "less than 14 days from '" + close + "', which shares questions", close.empty());
  return {};
}

Result<void> check_account(const Council& council, const QuestionFiles& files, Examined& seen) {
  constexpr std::int64_t hours_of_24_months = 730 * 24;
  std::array<std::uint32_t, 2> known{0, 0};
  KARUNA_TRY(waves, signed_waves(council));
  for (const auto& wave : waves) {
    if (wave.token_part.wave == files.token.wave || !wave.question_part) continue;
    if (std::int64_t{wave.token_part.opens_ballots} + hours_of_24_months < std::int64_t{files.token.opens_desk}) continue;
    known[0] += wave.question_part->cap_one;
    known[1] += wave.question_part->cap_whole;
  }
  const bool good = files.draft.budget_before[0] >= known[0] && files.draft.budget_before[1] >= known[1];
  seen.add("account of 24 months",
           good ? "one answer " + std::to_string(files.draft.budget_after[0]) + ", whole ballot " + std::to_string(files.draft.budget_after[1]) +
                      " ten-thousandths after this wave"
                : "this council signed waves that the account leaves out",
           good);
  return {};
}

Result<Examined> examine(const Council& council, const QuestionFiles& files) {
  Examined seen;
  seen.wave = files.token.wave;
  seen.looked_at = seal::sha256(files.draft_json);
  seen.title = files.token.title;
  const bool bare =
      !files.draft.pk_c && !files.draft.tally_pk && !files.draft.proof_c && !files.draft.seed_root_c && !files.draft.board_nonce_sha256 && !files.draft.w_pk;
  seen.add("a draft", bare ? "without the council's fields, as it should be" : "fields of the council are filled in already", bare);
  const auto rules = ask::check_question_part(files.draft, files.token, files.token_json);
  seen.add("rules, noise and caps", rules ? "all kept; the noise is what the budget asks for" : rules.error().what, rules.has_value());
  KARUNA_TRY(half, read_half(council, files.token.wave));
  KARUNA_TRY(pk_c, seal::public_point(half.half));
  const bool proved = seal::check_half(seal::Half::server, files.token.wave, files.draft.pk_s, pk_c, files.draft.proof_s);
  seen.add("the server's half", proved ? "is proved" : "is not proved: the server does not show that it holds it", proved);
  KARUNA_CHECK(check_distance(council, files, seen));
  KARUNA_CHECK(check_account(council, files, seen));
  std::size_t by_group[4] = {0, 0, 0, 0};
  for (const auto& statistic : files.draft.statistics) ++by_group[static_cast<std::size_t>(statistic.group)];
  seen.add("what is published", counted(files.draft.questions.size(), "question") + ": index " + std::to_string(by_group[0]) + ", scales " +
                                    std::to_string(by_group[1]) + ", questions " + std::to_string(by_group[2]) + ", moments " + std::to_string(by_group[3]));
  return seen;
}

}  // namespace

Result<Examined> examine_question_part(const Council& council, const fs::path& in) {
  KARUNA_TRY(files, read_question_files(council, in));
  return examine(council, files);
}

Result<void> sign_question_part(const Council& council, const fs::path& in, const fs::path& out, const std::optional<seal::Digest>& looked_at) {
  KARUNA_TRY(lock, one_at_a_time(council));
  KARUNA_TRY(files, read_question_files(council, in));
  KARUNA_TRY(seen, examine(council, files));
  KARUNA_CHECK(same_as_looked_at(seen, looked_at));
  if (!seen.refusal.empty()) return fail(Fault::refused, "not signed. " + seen.refusal);
  KARUNA_TRY(half, read_half(council, files.token.wave));
  KARUNA_TRY(openings, read_openings_key(council, files.token.wave));
  ask::QuestionPart part = files.draft;
  KARUNA_TRY(pk_c, seal::public_point(half.half));
  part.pk_c = pk_c;
  KARUNA_TRY(tally, seal::add_points(part.pk_s, pk_c));
  part.tally_pk = tally;
  part.seed_root_c = ask::seed_root(half.seed, ask::noise_leaves(part, files.token.cells_count));
  part.board_nonce_sha256 = seal::sha256(seal::Bytes(half.board_nonce.bytes()));
  KARUNA_TRY(w_pk, seal::public_point(openings));
  part.w_pk = w_pk;

  // A proof is another each time it is made; what was signed once is sent again as it was.
  const fs::path kept = council.wave(files.token.wave) / "question_part.json";
  std::string json;
  if (there(kept)) {
    KARUNA_TRY(before, read_file(kept));
    KARUNA_TRY(signed_part, ask::read_question_part(before));
    part.proof_c = signed_part.proof_c;
    if (ask::write_question_part(part) != before)
      return fail(Fault::refused, "this council signed another question part of this wave already; there is one for each wave");
    json = before;
  } else {
    KARUNA_TRY(proof, seal::prove_half(half.half, seal::Half::council, part.wave, part.pk_s, pk_c));
    part.proof_c = proof;
    KARUNA_CHECK(ask::check_question_part(part, files.token, files.token_json));
    json = ask::write_question_part(part);
    KARUNA_CHECK(write_atomically(kept, json, FileMode::owner_only));
  }
  KARUNA_CHECK(write_atomically(out / "question_part.json", json));
  return write_atomically(out / "question_part.witness.sig", seal::text_of(seal::sign_file(council.key, "QUESTION_PART", part.wave, json)));
}

}  // namespace karuna::witness
