// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace karuna::seal {

/// A password as it is kept: Argon2id with its parameters and salt in one text (libsodium, interactive limits).
Result<std::string> hash_password(std::string_view password);
bool check_password(std::string_view stored, std::string_view password);
/// Equal in constant time.
bool same_bytes(std::string_view a, std::string_view b);

}  // namespace karuna::seal
