// SPDX-License-Identifier: Apache-2.0
#include "seal/file_signature.h"

#include <string>

namespace karuna::seal {

namespace {

std::string signed_bytes(std::string_view name, const WaveId& wave, std::string_view file) {
  std::string bytes = "KARUNA-";
  bytes.append(name).append("-v1").append(text_of(wave));
  bytes.append(text_of(sha256(file)));
  return bytes;
}

}  // namespace

Signature sign_file(const SigningKey& key, std::string_view name, const WaveId& wave, std::string_view file) {
  return sign(key, bytes_of(signed_bytes(name, wave, file)));
}

bool verify_file(const Digest& public_key, std::string_view name, const WaveId& wave, std::string_view file, std::string_view signature) {
  return verify(public_key, bytes_of(signed_bytes(name, wave, file)), bytes_of(signature));
}

std::string final_message(std::string_view head_json, std::string_view release_json) { return std::string(head_json).append(text_of(sha256(release_json))); }

}  // namespace karuna::seal
