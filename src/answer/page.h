// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "ask/wave/installation.h"
#include "base/result.h"

namespace karuna::answer {

/// The answering page of one installation: keys and addresses stamped into the page as it was built, and a Content-Security-Policy that lets its own script and
/// style run, by their hashes, and lets it speak with the answering address alone.
///
/// Takes   built  build/web/respond.html with {{stamp}} and {{policy}}, each once
/// Gives   the page; the same program and the same installation give the same bytes, whose SHA-256 goes into every manifest
/// Fails   invalid   an address that is none, or ends with "/", or could end the policy
///         refused   an organisation with a council whose key is not registered yet
///         internal  a page without its two places
Result<std::string> stamp_page(std::string_view built, const ask::Installation& installation);

/// What was stamped into a page: a client on a terminal may believe it instead of karuna.toml.
/// Fails  invalid  not a page of ours
struct PageStamp {
  std::string organisation, studio, respond;
  ask::SignedBy keys;
  seal::Digest receipt_key{};
};
Result<PageStamp> read_stamp(std::string_view page);

}  // namespace karuna::answer
