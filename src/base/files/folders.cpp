// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

#include "base/file_descriptor.h"
#include "base/files.h"
#include "base/text.h"

namespace karuna {
namespace fs = std::filesystem;
namespace {

Result<void> check_names(std::span<const FileToWrite> files) {
  std::set<std::string> seen;
  for (const FileToWrite& file : files) {
    const bool has_odd_step = std::ranges::any_of(split(file.name, '/'), [](std::string_view step) { return step.empty() || step == "." || step == ".."; });
    if (has_odd_step || file.name.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos || file.name == output_marker)
      return fail(Fault::invalid, "a folder of output cannot hold a file named " + in_quotes(file.name));
    if (!seen.insert(file.name).second) return fail(Fault::invalid, "a folder of output was given two files named " + in_quotes(file.name));
  }
  return {};
}

/// What stands in an earlier output: only files that its marker lists, and folders that hold such files.
/// Gives true where there is something to replace, false where there is nothing or an empty folder.
Result<bool> check_earlier(const fs::path& folder) {
  std::error_code problem;
  const fs::file_status status = fs::symlink_status(folder, problem);
  if (status.type() == fs::file_type::not_found) return false;
  if (status.type() != fs::file_type::directory)
    return fail(Fault::refused, in_quotes(folder.string()) + " is there and is no folder; choose another name for the output");
  const auto unreadable = [&] { return fail(Fault::unreadable, "cannot look into " + in_quotes(folder.string()) + ": " + problem.message()); };

  fs::recursive_directory_iterator entries(folder, problem);
  if (problem) return unreadable();
  if (entries == fs::recursive_directory_iterator()) return false;

  const auto not_ours = [&](const std::string& entry) {
    return fail(Fault::refused, in_quotes(folder.string()) + " holds " + in_quotes(entry) + ", which is not an output of this program; nothing was touched; choose another folder, or move that file away");
  };
  const auto marker = read_file(folder / output_marker);
  if (!marker) return not_ours(entries->path().lexically_relative(folder).string());
  std::set<std::string> listed{std::string(output_marker)};
  for (const std::string_view line : split(*marker, '\n')) listed.emplace(line);
  for (; entries != fs::recursive_directory_iterator(); entries.increment(problem)) {
    const std::string name = entries->path().lexically_relative(folder).string();
    const auto type = entries->symlink_status(problem).type();
    if (problem) return unreadable();
    if (type == fs::file_type::directory ? listed.lower_bound(name + "/") == listed.end() || !listed.lower_bound(name + "/")->starts_with(name + "/")
                                         : type != fs::file_type::regular || !listed.contains(name))
      return not_ours(name);
  }
  if (problem) return unreadable();
  return true;
}

/// A folder that is being filled; removed unless it was put in place.
struct Draft {
  fs::path path;
  ~Draft() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
};

int write_new_file(const fs::path& file, const FileToWrite& content) {
  FileDescriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (opened.get() < 0) return errno;
  int code = 0;
  const auto take = [&](std::string_view bytes) {
    if (code == 0) code = write_all(opened.get(), bytes);   // after the first failure the rest is let go
  };
  if (content.pieces) content.pieces(take);
  else take(content.bytes);
  if (code != 0) return code;
  if (::fsync(opened.get()) != 0) return errno;
  return opened.close();
}

/// Two files at a time: making a large one takes longer than writing it. Gives the first file, in their order, that could not be written, and errno.
std::optional<std::pair<std::size_t, int>> write_new_files(const fs::path& draft, std::span<const FileToWrite> files) {
  std::vector<int> codes(files.size(), 0);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  const auto work = [&] {
    for (std::size_t f = next++; f < files.size() && !failed; f = next++) {
      codes[f] = write_new_file(draft / files[f].name, files[f]);
      if (codes[f] != 0) failed = true;
    }
  };
  {
    std::optional<std::jthread> other;
    if (std::ranges::any_of(files, [](const FileToWrite& file) { return static_cast<bool>(file.pieces); })) other.emplace(work);
    work();
  }
  for (std::size_t f = 0; f < files.size(); ++f)
    if (codes[f] != 0) return std::pair(f, codes[f]);
  return std::nullopt;
}

Result<void> fill(const fs::path& draft, const fs::path& folder, std::span<const FileToWrite> files) {
  std::string marker = "Written by Karuna. A later run replaces this folder as long as it holds only the files named here.\n";
  std::set<fs::path> folders{draft};
  for (const FileToWrite& file : files) {
    marker += file.name + "\n";
    const fs::path parent = (draft / file.name).parent_path();
    std::error_code problem;
    fs::create_directories(parent, problem);
    if (problem) return cannot_write(folder / file.name, problem.value());
    for (fs::path step = parent; step != draft; step = step.parent_path()) folders.insert(step);
  }
  if (const auto failed = write_new_files(draft, files)) return cannot_write(folder / files[failed->first].name, failed->second);
  if (const int code = write_new_file(draft / output_marker, {.name = {}, .bytes = marker})) return cannot_write(folder / output_marker, code);
  for (const fs::path& step : folders)
    if (const int code = sync_folder(step)) return cannot_write(folder, code);
  return {};
}

int exchange(const fs::path& a, const fs::path& b) { return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE); }

}  // namespace

Result<void> write_folder_atomically(const fs::path& wanted, std::span<const FileToWrite> files) {
  const fs::path folder = wanted.has_filename() ? wanted : wanted.parent_path();   // "out/" is "out"
  if (folder.filename().empty() || folder.filename() == "." || folder.filename() == "..")
    return fail(Fault::invalid, "the output needs the name of a folder of its own, not " + in_quotes(wanted.string()));
  KARUNA_CHECK(check_names(files));
  KARUNA_TRY(replaces, check_earlier(folder));

  Draft draft;
  for (unsigned attempt = 0; draft.path.empty(); ++attempt) {
    const fs::path path = beside(folder, attempt);
    if (::mkdir(path.c_str(), 0777) == 0) draft.path = path;
    else if (errno != EEXIST || attempt == 1000) return cannot_write(folder, errno);
  }
  KARUNA_CHECK(fill(draft.path, folder, files));

  if (!replaces) {
    if (::rename(draft.path.c_str(), folder.c_str()) != 0) return cannot_write(folder, errno);   // also over an empty folder
    draft.path.clear();
  } else {
    // One step of the file system puts the new folder where the old one was; the old one is then the draft, and is removed.
    if (exchange(draft.path, folder) == 0) {
      if (auto still_ours = check_earlier(draft.path); !still_ours) {                             // something came in meanwhile: it goes back
        exchange(draft.path, folder);
        return std::unexpected(std::move(still_ours).error());
      }
    } else {
      if (errno != EINVAL && errno != ENOSYS) return cannot_write(folder, errno);
      const fs::path aside = draft.path.string() + ".old";                                       // a file system that cannot exchange
      if (::rename(folder.c_str(), aside.c_str()) != 0) return cannot_write(folder, errno);
      if (::rename(draft.path.c_str(), folder.c_str()) != 0) {
        const int code = errno;
        ::rename(aside.c_str(), folder.c_str());
        return cannot_write(folder, code);
      }
      draft.path = aside;
    }
  }
  if (const int code = sync_folder(folder.parent_path())) return cannot_write(folder, code);
  return {};
}

}  // namespace karuna
