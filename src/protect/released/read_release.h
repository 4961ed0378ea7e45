// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ask/wave/wave_folder.h"
#include "base/result.h"
#include "protect/released/head.h"
#include "protect/released/release_file.h"

namespace karuna::protect {

/// A wave that was released, as its public folder tells it.
struct ReleasedWave {
  ask::OpenedWave wave;  ///< manifest, checked
  Head head;
  ReleaseFile release;
  std::string release_sha256;    ///< in hex
  bool final_signature = false;  ///< a witness signed head and release together
};

/// Reads the folder of a wave and checks that the server signed what is read and that the hashes name each other.
///
/// Fails   not_found  the wave has not been released: the words say what is there
///         invalid    a file that was changed after it was signed, or does not belong to the others; its name stands in the words
Result<ReleasedWave> read_release(const std::filesystem::path& folder, const ask::SignedBy& keys);

/// Every released wave of a folder of waves, in order of time. Waves that are not released yet are passed over.
/// Fails   not_found  none is released
Result<std::vector<ReleasedWave>> read_releases(const std::filesystem::path& waves, const ask::SignedBy& keys);

}  // namespace karuna::protect
