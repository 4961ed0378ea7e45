// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "http/message.h"

namespace karuna::http {

/// Whether the one who asks takes gzip (RFC 9110, 12.5.3).
bool takes_gzip(const Request& request);

/// The answer as it is, or with the same body compressed, `packed`, where the one who asks takes that.
/// Takes  packed  gzip of the body; empty: there is none
Response compressed(Response plain, std::string_view packed, const Request& request);

}  // namespace karuna::http
