// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>

#include "base/result.h"

namespace karuna {

/// Bytes in order, from a file, a stream, or what gzip packed into either.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Some bytes, at least one unless the end is reached (0).  Fails  unreadable
  virtual Result<std::size_t> read(char* to, std::size_t bytes) = 0;
  /// Bytes taken from the file itself so far (packed ones, where it is packed), and how many there are (0: not known). For progress.
  virtual std::uint64_t taken() const = 0;
  virtual std::uint64_t total() const = 0;

  const std::string& name() const { return name_; }   ///< for words

 protected:
  explicit ByteSource(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

/// Fails  not_found, unreadable (a folder, no permission)
Result<std::unique_ptr<ByteSource>> open_byte_source(const std::filesystem::path& file);
std::unique_ptr<ByteSource> open_byte_source(std::istream& stream, std::string name);

/// Unpacks gzip (several members too) from `packed`, of which `begun` was read already.  Fails (on read)  unreadable  broken or cut off
std::unique_ptr<ByteSource> unpack_gzip(std::unique_ptr<ByteSource> packed, std::string begun);

}  // namespace karuna
