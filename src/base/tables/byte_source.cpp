// SPDX-License-Identifier: Apache-2.0
#include "base/tables/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <istream>
#include <vector>

#include "base/file_descriptor.h"
#include "base/text.h"

namespace karuna {
namespace {

class FileSource final : public ByteSource {
 public:
  FileSource(FileDescriptor file, std::string name, std::uint64_t total) : ByteSource(std::move(name)), file_(std::move(file)), total_(total) {}

  Result<std::size_t> read(char* to, std::size_t bytes) override {
    auto got = read_some(file_.get(), to, bytes, name_);
    if (got) taken_ += *got;
    return got;
  }
  std::uint64_t taken() const override { return taken_; }
  std::uint64_t total() const override { return total_; }

 private:
  FileDescriptor file_;
  std::uint64_t taken_ = 0, total_ = 0;
};

class StreamSource final : public ByteSource {
 public:
  StreamSource(std::istream& stream, std::string name) : ByteSource(std::move(name)), stream_(stream) {}

  Result<std::size_t> read(char* to, std::size_t bytes) override {
    if (!stream_) return std::size_t{0};
    stream_.read(to, static_cast<std::streamsize>(bytes));
    if (stream_.bad()) return fail(Fault::unreadable, "cannot read on from " + in_quotes(name_));
    const auto got = static_cast<std::size_t>(stream_.gcount());
    taken_ += got;
    return got;
  }
  std::uint64_t taken() const override { return taken_; }
  std::uint64_t total() const override { return 0; }

 private:
  std::istream& stream_;
  std::uint64_t taken_ = 0;
};

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string begun) : ByteSource(packed->name()), packed_(std::move(packed)), in_(std::max<std::size_t>(begun.size(), 1U << 16)) {
    std::copy(begun.begin(), begun.end(), in_.begin());
    inflater_.next_in = reinterpret_cast<Bytef*>(in_.data());
    inflater_.avail_in = static_cast<uInt>(begun.size());
    started_ = inflateInit2(&inflater_, 15 + 16) == Z_OK;   // 16: gzip, not zlib
  }
  ~GzipSource() override {
    if (started_) inflateEnd(&inflater_);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t bytes) override {
    if (!started_) return broken("cannot be unpacked");
    const auto wanted = static_cast<uInt>(std::min<std::size_t>(bytes, 1U << 30));
    inflater_.next_out = reinterpret_cast<Bytef*>(to);
    inflater_.avail_out = wanted;
    while (inflater_.avail_out == wanted) {
      if (inflater_.avail_in == 0) {
        KARUNA_TRY(got, packed_->read(in_.data(), in_.size()));
        if (got == 0) {
          if (between_members_) return std::size_t{0};
          return broken("ends in the middle");
        }
        inflater_.next_in = reinterpret_cast<Bytef*>(in_.data());
        inflater_.avail_in = static_cast<uInt>(got);
      }
      if (between_members_ && inflateReset(&inflater_) != Z_OK) return broken("is damaged");
      between_members_ = false;
      const int state = inflate(&inflater_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) between_members_ = true;   // more may follow: gzip files can be put behind one another
      else if (state != Z_OK && state != Z_BUF_ERROR) return broken("is damaged");
    }
    return static_cast<std::size_t>(wanted - inflater_.avail_out);
  }
  std::uint64_t taken() const override { return packed_->taken(); }
  std::uint64_t total() const override { return packed_->total(); }

 private:
  std::unexpected<Error> broken(const char* how) const { return fail(Fault::unreadable, "the gzip file " + in_quotes(name_) + " " + how + "; fetch or pack it again"); }

  std::unique_ptr<ByteSource> packed_;
  std::vector<char> in_;
  z_stream inflater_ = {};
  bool started_ = false;
  bool between_members_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_byte_source(const std::filesystem::path& file) {
  KARUNA_TRY(opened, open_to_read(file));
  struct stat status = {};
  const std::uint64_t size = ::fstat(opened.get(), &status) == 0 && status.st_size > 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
  posix_fadvise(opened.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::make_unique<FileSource>(std::move(opened), file.string(), size);
}

std::unique_ptr<ByteSource> open_byte_source(std::istream& stream, std::string name) { return std::make_unique<StreamSource>(stream, std::move(name)); }

std::unique_ptr<ByteSource> unpack_gzip(std::unique_ptr<ByteSource> packed, std::string begun) { return std::make_unique<GzipSource>(std::move(packed), std::move(begun)); }

}  // namespace karuna
