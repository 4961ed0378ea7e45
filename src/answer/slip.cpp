// SPDX-License-Identifier: Apache-2.0
#include "answer/slip.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/wave/json_fields.h"
#include "base/files.h"
#include "seal/canonical_json.h"
#include "seal/ed25519.h"

namespace karuna::answer {

namespace {

using nlohmann::json;
using seal::to_base64url;

json token_json(const ask::Token& token) { return {{"prefix", to_base64url(token.prefix)}, {"signature", to_base64url(token.signature)}}; }

/// The public key comes from the code again, so a slip cannot say another.
ask::Token read_token(ask::JsonFields& outer, const char* name, const Slip& slip, std::uint8_t kind, std::uint32_t cell) {
  ask::Token token;
  ask::JsonFields fields(outer.object(name), std::string("slip, ") + name);
  fields.bytes_into("prefix", token.prefix);
  fields.bytes_into("signature", token.signature);
  if (auto done = fields.finish(); !done) outer.fails(done.error());
  const auto seed = derive(slip.code, slip.wave, "pk", kind, ask::class_ballot, cell, 0, 32);
  seal::Digest digest{};
  std::copy(seed.begin(), seed.end(), digest.begin());
  token.pk = seal::signing_key(digest).public_key;
  return token;
}

}  // namespace

Result<void> write_slip(const std::filesystem::path& file, const Slip& slip) {
  json value = {{"admission", token_json(slip.admission)},
                {"cell", slip.cell},
                {"code", code_text(slip.code)},
                {"eligible", slip.eligible},
                {"label", slip.label},
                {"last_seq", slip.last_seq},
                {"right", token_json(slip.right)},
                {"version", 1},
                {"wave_id", to_base64url(slip.wave)}};
  if (slip.last_h_ans) value["last_h_ans"] = to_base64url(*slip.last_h_ans);
  KARUNA_TRY(text, seal::canonical_json(value));
  return write_atomically(file, text, FileMode::owner_only);
}

Result<Slip> read_slip(const std::filesystem::path& file) {
  KARUNA_TRY(text, read_file(file, 65536));
  KARUNA_TRY(value, seal::read_canonical_json(text));
  ask::JsonFields fields(value, "slip");
  Slip slip;
  fields.expect("version", 1);
  fields.bytes_into("wave_id", slip.wave);
  const std::string code = fields.text("code", 200);
  slip.cell = static_cast<std::uint32_t>(fields.whole("cell", 0xffffffffU));
  slip.eligible = static_cast<std::uint32_t>(fields.whole("eligible", 0xffffffffU));
  slip.label = fields.text("label", 400);
  slip.last_seq = static_cast<std::int32_t>(fields.signed_whole("last_seq", -1, 65535));
  if (fields.good()) {
    KARUNA_TRY(read, read_code(code));
    slip.code = read;
    slip.admission = read_token(fields, "admission", slip, ask::kind_admission, 0);
    slip.right = read_token(fields, "right", slip, ask::kind_right, slip.cell);
  }
  if (fields.has("last_h_ans")) {
    seal::Digest h{};
    fields.bytes_into("last_h_ans", h);
    slip.last_h_ans = h;
  }
  KARUNA_CHECK(fields.finish());
  return slip;
}

}  // namespace karuna::answer
