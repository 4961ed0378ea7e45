// SPDX-License-Identifier: Apache-2.0
#include "answer/slip.h"

#include <nlohmann/json.hpp>

#include "ask/wave/json_fields.h"
#include "base/files.h"
#include "seal/canonical_json.h"
#include "seal/ed25519.h"

namespace karuna::answer {

namespace {

using ask::JsonFields;
using nlohmann::json;
using seal::to_base64url;

constexpr std::size_t most_slip = 200'000, most_post = 70'000;

json token_json(const ask::Token& token) { return {{"prefix", to_base64url(token.prefix)}, {"signature", to_base64url(token.signature)}}; }

/// The public key comes from the code again, so that a slip cannot say another.
ask::Token read_token(JsonFields& outer, const char* name, const Slip& slip, std::uint8_t kind, std::uint32_t cell) {
  ask::Token token;
  JsonFields fields(outer.object(name), std::string("slip, ") + name);
  if (!outer.good()) return token;
  fields.bytes_into("prefix", token.prefix);
  fields.bytes_into("signature", token.signature);
  if (auto done = fields.finish(); !done) outer.fails(done.error());
  token.pk = token_key(slip.code, slip.wave, kind, ask::class_ballot, cell).public_key;
  return token;
}

Prepared read_waiting(JsonFields& outer) {
  Prepared waiting;
  JsonFields fields(outer.object("waiting"), "slip, waiting");
  if (!outer.good()) return waiting;
  waiting.post = fields.bytes("post", most_post);
  fields.bytes_into("blob", waiting.blob_hash);
  fields.bytes_into("h_ans", waiting.h_ans);
  waiting.seq = static_cast<std::uint16_t>(fields.whole("seq", 65535));
  if (auto done = fields.finish(); !done) outer.fails(done.error());
  return waiting;
}

}  // namespace

std::string slip_text(const Slip& slip) {
  json value = {{"code", code_text(slip.code)}, {"last_seq", slip.last_seq}, {"version", 1}, {"wave_id", to_base64url(slip.wave)}};
  if (slip.cell) {
    value["cell"] = slip.cell->cell;
    value["eligible"] = slip.cell->eligible;
    value["label"] = slip.cell->label;
    if (slip.cell->teams > 1) value["teams"] = slip.cell->teams;
  }
  if (slip.tokens) {
    value["admission"] = token_json(slip.tokens->admission);
    value["right"] = token_json(slip.tokens->right);
  }
  if (slip.last) {
    value["last_blob"] = to_base64url(slip.last->blob);
    value["last_h_ans"] = to_base64url(slip.last->h_ans);
    if (slip.last->receipt) value["last_receipt"] = to_base64url(*slip.last->receipt);
  }
  if (slip.waiting)
    value["waiting"] = {{"blob", to_base64url(slip.waiting->blob_hash)},
                        {"h_ans", to_base64url(slip.waiting->h_ans)},
                        {"post", to_base64url(slip.waiting->post)},
                        {"seq", slip.waiting->seq}};
  return seal::canonical_json(value).value_or("");
}

Result<Slip> read_slip_text(std::string_view text) {
  KARUNA_TRY(value, seal::read_canonical_json(text, most_slip));
  JsonFields fields(value, "slip");
  Slip slip;
  fields.expect("version", 1);
  fields.bytes_into("wave_id", slip.wave);
  const std::string code = fields.text("code", 200);
  slip.last_seq = static_cast<std::int32_t>(fields.signed_whole("last_seq", -1, 65535));
  if (!fields.good()) return std::unexpected(fields.finish().error());
  KARUNA_TRY(read, read_code(code));
  slip.code = read;
  if (fields.has("cell")) {
    Slip::Cell cell;
    cell.cell = static_cast<std::uint32_t>(fields.whole("cell", 0xffffffffU));
    cell.label = fields.text("label", 400);
    cell.eligible = static_cast<std::uint32_t>(fields.whole("eligible", 0xffffffffU));
    if (fields.has("teams")) {
      cell.teams = static_cast<std::uint32_t>(fields.whole("teams", 1'000'000));
      if (cell.teams < 2) fields.wrong("teams", "two units or more, or no such field");
    }
    slip.cell = cell;
  }
  if (fields.has("right")) {
    if (!slip.cell) fields.wrong("right", "the cell it is for");
    Slip::Tokens tokens;
    tokens.admission = read_token(fields, "admission", slip, ask::kind_admission, 0);
    tokens.right = read_token(fields, "right", slip, ask::kind_right, slip.cell ? slip.cell->cell : 0);
    slip.tokens = tokens;
  }
  if (fields.has("last_h_ans")) {
    Slip::Last last;
    fields.bytes_into("last_h_ans", last.h_ans);
    fields.bytes_into("last_blob", last.blob);
    if (fields.has("last_receipt")) fields.bytes_into("last_receipt", last.receipt.emplace());
    slip.last = last;
  }
  if (fields.has("waiting")) slip.waiting = read_waiting(fields);
  KARUNA_CHECK(fields.finish());
  return slip;
}

Result<void> write_slip(const std::filesystem::path& file, const Slip& slip) { return write_atomically(file, slip_text(slip), FileMode::owner_only); }

Result<Slip> read_slip(const std::filesystem::path& file) {
  KARUNA_TRY(text, read_file(file, most_slip));
  auto slip = read_slip_text(text);
  if (!slip) return fail(slip.error().fault, file.string() + " is not a slip, or it was altered (" + slip.error().what + ")");
  return slip;
}

}  // namespace karuna::answer
