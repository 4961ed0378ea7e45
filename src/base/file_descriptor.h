// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace karuna {

/// What files.cpp, folders.cpp and byte_source.cpp share below the surface; others use files.h.

/// An open file of the operating system, closed when it goes.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      close();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }
  ~FileDescriptor() { close(); }
  int get() const { return number_; }
  /// 0, or errno: some disks tell only now that they are full.
  int close() {
    const int number = std::exchange(number_, -1);
    return number >= 0 && ::close(number) != 0 && errno != EINTR ? errno : 0;
  }

 private:
  int number_ = -1;
};

/// "the disk is full; make room, or choose another folder"
std::string words_of_errno(int code);
std::unexpected<Error> cannot_write(const std::filesystem::path& file, int code);
/// Fails not_found or unreadable (a folder, no permission), in words.
Result<FileDescriptor> open_to_read(const std::filesystem::path& file);
/// Some bytes, 0 at the end.
Result<std::size_t> read_some(int descriptor, char* to, std::size_t bytes, const std::string& name);
int write_all(int descriptor, std::string_view bytes);        ///< 0, or errno
int sync_folder(const std::filesystem::path& folder);         ///< 0, or errno
/// The hidden name beside `target` under which it is prepared.
std::filesystem::path beside(const std::filesystem::path& target, unsigned attempt);

}  // namespace karuna
