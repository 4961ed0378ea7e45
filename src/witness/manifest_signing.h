// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "witness/council_folder.h"

namespace karuna::witness {

/// Looks at a token part: every rule of the manifest, the server's signature where its key is given, the page's hash, the last counts as this council knows
/// them.
///
/// Takes   in  exchange/<id>/to-council
///         server_key  of the installation (karuna.toml); nothing: not checked, and the table says so
/// Fails   not_found, invalid  files that are not there or cannot be read; what is wrong with them otherwise stands in Examined::refusal
Result<Examined> examine_token_part(const Council& council, const std::filesystem::path& in, const std::optional<seal::Digest>& server_key);

/// Signs it: makes the council's half, seed, board nonce and openings key (kept in the council's folder alone), writes token_part.witness.sig and
/// council_key.json to `out`. A second time the same files are written again.
///
/// Takes   looked_at  of what people were shown (Examined); the files may lie where the server can write
/// Fails   refused  it may not be signed, or it is not what was looked at
Result<void> sign_token_part(const Council& council, const std::filesystem::path& in, const std::filesystem::path& out,
                             const std::optional<seal::Digest>& server_key, const std::optional<seal::Digest>& looked_at = {});

/// The same for exchange/<id>/to-council/question_draft.json: rules, noise, budget, the server's proof, distance from waves that share items.
Result<Examined> examine_question_part(const Council& council, const std::filesystem::path& in);
/// Adds the council's fields, signs, writes question_part.json and question_part.witness.sig.
Result<void> sign_question_part(const Council& council, const std::filesystem::path& in, const std::filesystem::path& out,
                                const std::optional<seal::Digest>& looked_at = {});

}  // namespace karuna::witness
