// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/file_descriptor.h"
#include "base/text.h"

namespace karuna {
namespace fs = std::filesystem;

std::string words_of_errno(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT: return "the disk is full; make room, or choose another folder";
    case EFBIG: return "the file would be larger than this system allows";
    case EACCES:
    case EPERM: return "permission was denied; choose another place, or change its rights";
    case EROFS: return "the disk can only be read; choose another place";
    case ENOENT: return "the folder does not exist; make it first";
    case ENOTDIR: return "a part of the path is a file where a folder was expected";
    case EISDIR: return "it is a folder; a file was expected";
    case ENAMETOOLONG: return "the name is too long";
    case EMFILE:
    case ENFILE: return "too many files are open";
    case EIO: return "the disk failed";
    default: return std::generic_category().message(code);
  }
}

std::unexpected<Error> cannot_write(const fs::path& file, int code) { return fail(Fault::unwritable, "cannot write " + in_quotes(file.string()) + ": " + words_of_errno(code)); }

Result<FileDescriptor> open_to_read(const fs::path& file) {
  FileDescriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.get() < 0) {
    if (errno == ENOENT) return fail(Fault::not_found, "there is no file " + in_quotes(file.string()) + "; check the name and the folder");
    return fail(Fault::unreadable, "cannot read " + in_quotes(file.string()) + ": " + words_of_errno(errno));
  }
  struct stat status = {};
  if (::fstat(opened.get(), &status) == 0 && S_ISDIR(status.st_mode))
    return fail(Fault::unreadable, in_quotes(file.string()) + " is a folder; a file was expected");
  return opened;
}

Result<std::size_t> read_some(int descriptor, char* to, std::size_t bytes, const std::string& name) {
  for (;;) {
    const ssize_t got = ::read(descriptor, to, bytes);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return fail(Fault::unreadable, "cannot read " + in_quotes(name) + ": " + words_of_errno(errno));
  }
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), 1U << 30));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int sync_folder(const fs::path& folder) {
  const FileDescriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) return errno == EACCES ? 0 : errno;    // a folder that may be written and not read
  if (::fsync(opened.get()) != 0 && errno != EINVAL && errno != EROFS) return errno;
  return 0;
}

fs::path beside(const fs::path& target, unsigned attempt) {
  return target.parent_path() / ("." + target.filename().string().substr(0, 200) + "." + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".tmp");
}

Result<std::string> read_file(const fs::path& file, std::uint64_t most_bytes) {
  KARUNA_TRY(opened, open_to_read(file));
  std::string bytes;
  struct stat status = {};
  if (::fstat(opened.get(), &status) == 0 && status.st_size > 0) bytes.reserve(std::min<std::uint64_t>(static_cast<std::uint64_t>(status.st_size), most_bytes) + 1);
  constexpr std::size_t piece = 1U << 16;
  for (;;) {
    const std::size_t had = bytes.size();
    bytes.resize(had + piece);
    auto got = read_some(opened.get(), bytes.data() + had, piece, file.string());
    if (!got) return std::unexpected(std::move(got).error());
    bytes.resize(had + *got);
    if (*got == 0) return bytes;
    if (bytes.size() > most_bytes)
      return fail(Fault::invalid, in_quotes(file.string()) + " is larger than " + grouped(static_cast<std::int64_t>(most_bytes)) + " bytes, which is the most that is read here; was another file meant?");
  }
}

struct AtomicFile::State {
  fs::path target;
  fs::path temporary;           // empty: written directly (a device, a pipe)
  FileDescriptor descriptor;
  ~State() {
    if (!temporary.empty()) ::unlink(temporary.c_str());
  }
};

AtomicFile::AtomicFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
AtomicFile::AtomicFile(AtomicFile&&) noexcept = default;
AtomicFile& AtomicFile::operator=(AtomicFile&&) noexcept = default;
AtomicFile::~AtomicFile() = default;

Result<AtomicFile> AtomicFile::open(const fs::path& file, FileMode mode) {
  auto state = std::make_unique<State>();
  state->target = file;
  struct stat status = {};
  if (::stat(file.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return cannot_write(file, EISDIR);
    if (!S_ISREG(status.st_mode)) {
      state->descriptor = FileDescriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
      if (state->descriptor.get() < 0) return cannot_write(file, errno);
      return AtomicFile(std::move(state));
    }
    std::error_code unresolved;                        // a link keeps pointing to the file that is renewed
    if (const fs::path real = fs::canonical(file, unresolved); !unresolved) state->target = real;
  }
  if (file.filename().empty()) return fail(Fault::unwritable, "cannot write " + in_quotes(file.string()) + ": the name of a file was expected");
  const mode_t bits = mode == FileMode::owner_only ? 0600 : 0666;
  for (unsigned attempt = 0; attempt < 1000; ++attempt) {
    const fs::path temporary = beside(state->target, attempt);
    state->descriptor = FileDescriptor(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, bits));
    if (state->descriptor.get() >= 0) {
      state->temporary = temporary;
      return AtomicFile(std::move(state));
    }
    if (errno != EEXIST) return cannot_write(file, errno);
  }
  return cannot_write(file, EEXIST);
}

Result<void> AtomicFile::write(std::string_view bytes) {
  if (!state_) return fail(Fault::internal, "a file was written after it was closed");
  if (const int code = write_all(state_->descriptor.get(), bytes)) {
    const fs::path target = state_->target;
    state_.reset();                                    // removes the temporary
    return cannot_write(target, code);
  }
  return {};
}

Result<void> AtomicFile::commit() {
  if (!state_) return fail(Fault::internal, "a file was committed after it was closed");
  const std::unique_ptr<State> state = std::move(state_);
  if (state->temporary.empty()) return {};
  if (::fsync(state->descriptor.get()) != 0) return cannot_write(state->target, errno);
  if (const int code = state->descriptor.close()) return cannot_write(state->target, code);
  if (::rename(state->temporary.c_str(), state->target.c_str()) != 0) return cannot_write(state->target, errno);
  state->temporary.clear();
  if (const int code = sync_folder(state->target.parent_path())) return cannot_write(state->target, code);
  return {};
}

Result<void> write_atomically(const fs::path& file, std::string_view bytes, FileMode mode) {
  KARUNA_TRY(opened, AtomicFile::open(file, mode));
  KARUNA_CHECK(opened.write(bytes));
  return opened.commit();
}

}  // namespace karuna
