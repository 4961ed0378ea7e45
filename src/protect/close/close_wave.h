// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ask/wave/installation.h"
#include "base/progress.h"
#include "base/result.h"
#include "seal/ed25519.h"
#include "seal/secret.h"

namespace karuna::protect {

struct CloseOptions {
  unsigned threads = 2;
  std::optional<unsigned> wait_seconds;  ///< for the council; nothing: as long as it takes
  seal::MemoryLock lock = seal::MemoryLock::required;
  std::function<void(const std::string&)> say;  ///< lines for the operator
  // Handed over by who may read them, where this process runs as a user who may not; else the files of the installation are read.
  std::optional<seal::SigningKey> server_key = {};
  int blobs_descriptor = -1;
};

struct CloseResult {
  bool released_before = false;  ///< there was nothing left to do
  std::uint64_t received = 0, board = 0, counted = 0, withdrawn = 0, superseded = 0, dropped = 0;
};

/// The closing process: steps 0 (c) to 4 of close, from ballots/<id>.blobs and counts.json to a release in waves/<id>.
///
/// Takes   a wave whose ballots were stopped and whose desk has written its counts
/// Gives   what became of the ballots. Killed at any moment, it can be run again and gives the same bytes: release.server.sig, written last, ends it.
/// Fails   not_found    counts, ballots or the server's secret are not there: the words say which command makes them
///         refused      the wave is not at that point; the council's answer, or other ballots than a request was signed for; locked memory
///         invalid      a file that was changed; one in the public folder that differs from what this close makes
///         interrupted  Ctrl-C
/// Note    Plaintext is in memory only: locked, without core dumps, not traceable.
Result<CloseResult> close_wave(const ask::Installation& installation, const ask::WaveId& wave, const CloseOptions& options, Progress& progress);

/// Overwrites a file with zeros, syncs and removes it. One that is not there is gone already. A file system may keep older blocks; whoever needs to be
/// sure puts the folder on an encrypted disk.
Result<void> destroy_file(const std::filesystem::path& file);

}  // namespace karuna::protect
