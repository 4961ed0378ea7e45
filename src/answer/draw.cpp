// SPDX-License-Identifier: Apache-2.0
#include "answer/draw.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/client.h"
#include "seal/base64url.h"

namespace karuna::answer {

namespace {

using nlohmann::json;

std::string error_of(const http::Answer& answer) {
  const json body = json::parse(answer.body, nullptr, false);
  return body.is_object() && body.contains("error") && body["error"].is_string() ? body["error"].get<std::string>() : "status " + std::to_string(answer.status);
}

std::unexpected<Error> refused(const std::string& name) {
  if (name == "NOT_ELIGIBLE") return fail(Fault::refused, "NOT_ELIGIBLE: this person is not on the list of this wave; who joined lately is asked next time");
  if (name == "WINDOW_CLOSED") return fail(Fault::refused, "WINDOW_CLOSED: the desk of this wave is closed");
  if (name == "ALREADY_ISSUED")
    return fail(Fault::refused, "ALREADY_ISSUED: a token was drawn already with another code; go on with its slip or its code (--code)");
  if (name == "FORBIDDEN") return fail(Fault::refused, "FORBIDDEN: the sign-in link was used already or is too old; ask for a new one");
  if (name == "BUSY" || name.starts_with("status 5")) return fail(Fault::unreadable, name + ": the desk is busy; do the same again in a moment");
  return fail(Fault::refused, name + ": the desk says no");
}

Result<json> ask_desk(const Server& server, http::Method method, const std::string& path, const http::Headers& headers, const std::string& body) {
  KARUNA_TRY(answer, http::ask(method, server.studio + path, headers, body));
  if (answer.status != 200) return refused(error_of(answer));
  json value = json::parse(answer.body, nullptr, false);
  if (value.is_discarded()) return fail(Fault::unreadable, "the desk answered something that is no JSON");
  return value;
}

Result<std::vector<std::uint8_t>> issue(const Server& server, const http::Headers& headers, const ask::WaveId& wave, std::uint8_t kind,
                                        const Drawing& drawing) {
  const json body = {{"wave_id", seal::to_base64url(wave)}, {"class", ask::class_ballot}, {"kind", kind}, {"blinded_msg", seal::to_base64url(drawing.blinded)}};
  KARUNA_TRY(answer, ask_desk(server, http::Method::post, "/v1/issue", headers, body.dump()));
  if (!answer.contains("blind_sig") || !answer["blind_sig"].is_string()) return fail(Fault::unreadable, "the desk answered without a signature");
  return seal::from_base64url(answer["blind_sig"].get<std::string>());
}

Result<void> finish(Drawing& drawing, const seal::RsaPublicKey& key, const std::vector<std::uint8_t>& blind_signature) {
  auto signature = seal::finalize(key, drawing.input, blind_signature, drawing.inverse);
  if (!signature || signature->size() != drawing.token.signature.size())
    return fail(Fault::refused, "SIGNATURE_INVALID: what the desk signed does not hold under the key of the manifest. Do not answer; tell the council");
  std::copy(signature->begin(), signature->end(), drawing.token.signature.begin());
  return {};
}

}  // namespace

Result<Drawing> prepare(const Code& code, const ask::WaveId& wave, std::uint8_t kind, std::uint32_t cell, const seal::RsaPublicKey& key) {
  Drawing drawing;
  const auto prefix = derive(code, wave, "prefix", kind, ask::class_ballot, cell, 0, 32);
  drawing.token.pk = token_key(code, wave, kind, ask::class_ballot, cell).public_key;
  std::copy(prefix.begin(), prefix.end(), drawing.token.prefix.begin());
  drawing.input = ask::token_input(drawing.token.prefix, kind, wave, ask::class_ballot, cell, drawing.token.pk);
  const auto salt = derive(code, wave, "salt", kind, ask::class_ballot, cell, 0, 48);
  for (unsigned counter = 0; counter < 256; ++counter) {
    const auto r = derive(code, wave, "blind", kind, ask::class_ballot, cell, static_cast<std::uint8_t>(counter), 272);
    auto blinded = seal::blind(key, drawing.input, salt, r);
    if (!blinded && blinded.error().fault == Fault::undefined) continue;  // r has no inverse: the next one
    if (!blinded) return std::unexpected(blinded.error());
    drawing.blinded = std::move(blinded->message);
    drawing.inverse = std::move(blinded->inverse);
    return drawing;
  }
  return fail(Fault::internal, "no number could be found to blind with");
}

Result<Slip> begin_slip(const ask::WaveId& wave, const std::optional<Code>& code) {
  Slip slip;
  slip.wave = wave;
  if (code) {
    slip.code = *code;
  } else {
    KARUNA_TRY(fresh, new_code());
    slip.code = fresh;
  }
  return slip;
}

Result<Slip> draw(const Server& server, const CheckedWave& wave, const SignIn& who, Slip slip, const SlipKeeper& keeper) {
  if (slip.wave != wave.token_part.wave) return fail(Fault::usage, "this slip belongs to another wave");
  const json credentials = !who.card.empty() ? json{{"card", who.card}} : who.link.empty() ? json{{"login", who.login}, {"password", who.password}} : json{{"link", who.link}};
  KARUNA_TRY(entered, http::ask(http::Method::post, server.studio + "/v1/session", {{"Content-Type", "application/json"}}, credentials.dump()));
  if (entered.status == 403 && !who.card.empty())
    return fail(Fault::refused, "FORBIDDEN: the desk does not know this card; it was voided, or belongs to a wave that is over. Compare the code group by group");
  if (entered.status != 200) return refused(error_of(entered));
  const json session = json::parse(entered.body, nullptr, false);
  std::string cookie(entered.header("Set-Cookie"));
  cookie = cookie.substr(0, cookie.find(';'));
  if (!session.is_object() || !session.contains("csrf") || !session["csrf"].is_string() || cookie.empty())
    return fail(Fault::unreadable, "the desk answered a sign-in without a session");
  const http::Headers headers{{"Cookie", cookie}, {"X-Karuna-CSRF", session["csrf"].get<std::string>()}, {"Content-Type", "application/json"}};
  KARUNA_TRY(mycell, ask_desk(server, http::Method::get, "/v1/mycell?wave_id=" + seal::to_base64url(slip.wave), headers, ""));
  KARUNA_TRY(cell, check_cell(wave, mycell.dump()));
  slip.cell = Slip::Cell{cell.record.cell, cell.record.label, cell.record.eligible, cell.record.teams};

  KARUNA_TRY(right_key, seal::RsaPublicKey::from_spki(cell.spki));
  KARUNA_TRY(admission_key, seal::RsaPublicKey::from_spki(wave.token_part.admission_spki[0]));  // of the signed manifest, not of the desk
  KARUNA_TRY(right, prepare(slip.code, slip.wave, ask::kind_right, slip.cell->cell, right_key));
  KARUNA_TRY(admission, prepare(slip.code, slip.wave, ask::kind_admission, 0, admission_key));
  KARUNA_CHECK(keeper.keep(slip));
  const auto right_signature = issue(server, headers, slip.wave, ask::kind_right, right);
  if (!right_signature) {
    if (right_signature.error().fault == Fault::refused) keeper.drop();  // it signed nothing for this code; where nobody answered it may have
    return std::unexpected(right_signature.error());
  }
  KARUNA_CHECK(finish(right, right_key, *right_signature));
  KARUNA_TRY(admission_signature, issue(server, headers, slip.wave, ask::kind_admission, admission));
  KARUNA_CHECK(finish(admission, admission_key, admission_signature));
  slip.tokens = Slip::Tokens{admission.token, right.token};
  KARUNA_CHECK(keeper.keep(slip));
  return slip;
}

}  // namespace karuna::answer
