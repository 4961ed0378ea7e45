// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace karuna {

/// Who may read a file that we write.
enum class FileMode { everyone /* 0644 less umask */, owner_only /* 0600, for secrets */ };

/// Reads a whole file.
/// Fails  not_found   no such file
///        unreadable  a directory, no permission, a failing disk
///        invalid     larger than `most_bytes`; the words name the limit
Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t most_bytes = 64ULL << 20);

/// Writes a file so that a reader sees the old bytes or the new ones and nothing between: a temporary beside it, fsync, rename.
/// A target that is a device or a pipe (/dev/stdout) is written directly.
/// Fails  unwritable  full disk, no permission, missing folder, the target is a folder. The temporary is removed, the old file stays.
Result<void> write_atomically(const std::filesystem::path& file, std::string_view bytes, FileMode mode = FileMode::everyone);

/// The same for output in pieces: open, write as often as needed, commit. Without commit nothing is left behind.
class AtomicFile {
 public:
  static Result<AtomicFile> open(const std::filesystem::path& file, FileMode mode = FileMode::everyone);
  AtomicFile(AtomicFile&&) noexcept;
  AtomicFile& operator=(AtomicFile&&) noexcept;
  ~AtomicFile();
  Result<void> write(std::string_view bytes);
  Result<void> commit();

 private:
  struct State;
  explicit AtomicFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Takes the next piece of a file.
using TakeBytes = std::function<void(std::string_view)>;

/// One file of a folder of output; its name may have sub-folders ("tables/units.csv"), never ".." or a leading "/".
struct FileToWrite {
  std::string name;
  std::string bytes;
  std::function<void(const TakeBytes&)> pieces = {};   ///< where it is given, the content in pieces, instead of `bytes`: a large file is never held whole. Two files may be made at the same time
};

/// The file by which we know a folder as our own output. It lists what we wrote, one name a line.
inline constexpr std::string_view output_marker = ".karuna-output";

/// Writes a folder whole or not at all: a sibling folder is filled and synced, then takes the place of `folder`.
/// An earlier output is replaced only if it carries the marker and holds nothing that the marker does not list.
/// Fails  unwritable  full disk, no permission, missing parent
///        refused     `folder` is a file, or holds something that is not ours; it is named, and nothing was touched
///        invalid     a name that leads out of the folder, or twice the same
Result<void> write_folder_atomically(const std::filesystem::path& folder, std::span<const FileToWrite> files);

}  // namespace karuna
