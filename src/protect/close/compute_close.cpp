// SPDX-License-Identifier: Apache-2.0
#include "protect/close/compute_close.h"

#include <algorithm>
#include <optional>

#include "protect/close/board.h"
#include "protect/close/opened.h"
#include "protect/noisy/sampler.h"
#include "protect/released/head.h"
#include "protect/released/panel.h"
#include "protect/released/wave_form.h"
#include "protect/released/wave_sums.h"
#include "protect/released/wave_tables.h"
#include "seal/file_signature.h"
#include "seal/hash.h"
#include "seal/secret.h"

namespace karuna::protect {

namespace {

std::string text_of(std::span<const std::uint8_t> bytes) { return std::string(bytes.begin(), bytes.end()); }

seal::Digest digest_of(const seal::Secret<32>& secret) {
  seal::Digest digest{};
  std::copy(secret.bytes().begin(), secret.bytes().end(), digest.begin());
  return digest;
}

/// One row a ballot that counts. Values live in the form's sheets, in locked memory, until the sums are made.
void fill_sheets(WaveForm& form, const OpenedBallots& opened, const Board& board) {
  collect::Sheets& sheets = form.sheets;
  std::vector<std::uint32_t> counted;
  for (const std::uint32_t entry : board.order)
    if (!opened.withdrawn(entry)) counted.push_back(entry);
  for (auto& item : sheets.items) item.codes.resize(counted.size());
  sheets.period.assign(counted.size(), 0);
  for (std::size_t r = 0; r < counted.size(); ++r) {
    sheets.unit.push_back(form.tree.unit_of_cell.at(opened.cell_of(counted[r])));
    const auto answers = opened.answers_of(counted[r]);
    for (std::size_t i = 0; i < sheets.items.size(); ++i) sheets.items[i].codes[r] = form.answers[i].code_of(answers[form.answers[i].question]);
  }
}

void wipe_sheets(collect::Sheets& sheets) {
  for (auto& item : sheets.items) seal::wipe({reinterpret_cast<std::uint8_t*>(item.codes.data()), item.codes.size() * sizeof(item.codes[0])});
}

}  // namespace

Result<ClosedWave> compute_close(const CloseInput& input, Progress& progress) {
  KARUNA_TRY(form, wave_form(input.token_part, input.question_part, input.cells, nullptr));
  form->plan.threads = input.threads;
  for (const AnswerByte& answer : form->answers)
    if (answer.question >= input.question_part.answer_bytes.at(0)) return fail(Fault::refused, "the question part has fewer answer bytes than questions");
  ClosedWave closed;
  const ask::WaveId wave = input.token_part.wave;

  KARUNA_TRY(opened, open_ballots(input.sealed, input.keys.tally, input.question_part, input.cells, input.threads, progress));
  const Board board = make_board(opened, input.keys.board_nonce);
  fill_sheets(*form, opened, board);
  closed.received = opened.drop.size();
  closed.board = board.size();
  closed.counted = form->sheets.rows();
  closed.withdrawn = closed.board - closed.counted;
  closed.superseded = board.superseded.size();
  closed.dropped = closed.received - closed.board - closed.superseded;

  const std::string received = text_of(received_list(input.sealed.entries()));
  const std::string dropped = dropped_json(input.sealed, opened);
  Head head{.board_nonce = input.keys.board_nonce,
            .root = board.root,
            .received_sha256 = seal::sha256(received),
            .dropped_sha256 = seal::sha256(dropped),
            .has_openings = input.token_part.council,
            .openings_sha256 = {},
            .size = board.size(),
            .superseded_count = board.superseded.size()};
  if (head.has_openings) {
    closed.openings = openings(opened, board);
    head.openings_sha256 = seal::sha256(closed.openings);
  }
  const std::string head_json = write_head(head), comments = "[]";

  std::optional<NoiseSource> noise;
  if (form->plan.profile != Profile::exact) noise.emplace(digest_of(input.keys.seed_s), digest_of(input.keys.seed_c), input.sealed.root(ask::class_ballot));
  auto sums = wave_sums(*form, board.root, noise ? &*noise : nullptr);
  wipe_sheets(form->sheets);
  KARUNA_TRY(release, std::move(sums));
  release.head_sha256 = seal::sha256(head_json);
  release.question_part_sha256 = seal::sha256(input.question_part_json);
  release.comments_sha256 = seal::sha256(comments);
  const std::string release_json = write_release(release);
  KARUNA_TRY(tables, wave_tables({input.token_part, input.question_part, input.cells, release}));

  const auto add = [&](std::string name, std::string bytes) { closed.files.push_back({.name = std::move(name), .bytes = std::move(bytes)}); };
  const auto sign = [&](std::string_view context, std::string_view file) { return text_of(seal::sign_file(input.server_key, context, wave, file)); };
  add("received.bin", received);
  add("dropped.json", dropped);
  add("comments.json", comments);
  std::string leaves;
  leaves.reserve(board.size() * ask::leaf_length);
  for (const std::uint32_t entry : board.order) leaves.append(opened.leaf[entry].begin(), opened.leaf[entry].end());
  add("leaves.bin", std::move(leaves));
  add("head.json", head_json);
  add("head.server.sig", sign("HEAD", head_json));
  for (FileToWrite& table : tables) closed.files.push_back(std::move(table));
  add("release.json", release_json);
  add("release.server.sig", sign("RELEASE", release_json));
  return closed;
}

}  // namespace karuna::protect
