// SPDX-License-Identifier: Apache-2.0
#include "show/studio/background/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace karuna::show {

namespace {

namespace fs = std::filesystem;

struct Closer {
  void operator()(archive* open) const { archive_write_free(open); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

std::unexpected<Error> broken(archive* open) {
  const char* why = archive_error_string(open);
  return fail(Fault::unwritable, std::string("the archive cannot be written: ") + (why ? why : "no reason was given"));
}

Result<void> add(archive* open, const ArchivedFile& one) {
  FileDescriptor file(::open(one.file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat about{};
  if (file.get() < 0 || fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return fail(Fault::not_found, one.file.string() + " is not there, or is no file");
  const std::unique_ptr<archive_entry, Closer> entry(archive_entry_new());
  archive_entry_set_pathname_utf8(entry.get(), one.name.c_str());
  archive_entry_set_size(entry.get(), about.st_size);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  if (archive_write_header(open, entry.get()) != ARCHIVE_OK) return broken(open);
  std::array<char, 1U << 16> piece{};
  off_t left = about.st_size;
  while (left > 0) {
    const ssize_t got = read(file.get(), piece.data(), std::min<std::size_t>(piece.size(), static_cast<std::size_t>(left)));
    if (got <= 0) return fail(Fault::unreadable, one.file.string() + " ended early; it was changed while it was packed, try again");
    if (archive_write_data(open, piece.data(), static_cast<std::size_t>(got)) != got) return broken(open);
    left -= got;
  }
  return {};
}

}  // namespace

Result<http::Response> tar_answer(const std::vector<ArchivedFile>& files, std::string_view download_name) {
  std::error_code error;
  std::string place = (fs::temp_directory_path(error) / "karuna-archive-XXXXXX").string();
  auto file = std::make_shared<FileDescriptor>(mkostemp(place.data(), O_CLOEXEC));
  if (file->get() < 0) return fail(Fault::unwritable, "no temporary file can be made in " + fs::path(place).parent_path().string());
  unlink(place.c_str());
  const std::unique_ptr<archive, Closer> open(archive_write_new());
  if (archive_write_set_format_pax_restricted(open.get()) != ARCHIVE_OK || archive_write_set_bytes_in_last_block(open.get(), 1) != ARCHIVE_OK || archive_write_open_fd(open.get(), file->get()) != ARCHIVE_OK)
    return broken(open.get());
  for (const ArchivedFile& one : files) KARUNA_CHECK(add(open.get(), one));
  if (archive_write_close(open.get()) != ARCHIVE_OK) return broken(open.get());
  struct stat about{};
  if (fstat(file->get(), &about) != 0) return fail(Fault::unreadable, "the archive cannot be read back");
  http::Response response;
  response.content_type = "application/x-tar";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string(download_name) + "\"");
  response.file = http::FileBody{std::move(file), 0, static_cast<std::uint64_t>(about.st_size)};
  return response;
}

std::vector<ArchivedFile> files_below(const fs::path& folder, const std::string& prefix) {
  std::vector<ArchivedFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (std::error_code here; at->is_regular_file(here) && !at->is_symlink(here)) files.push_back({at->path(), prefix + "/" + at->path().lexically_relative(folder).generic_string()});
  std::ranges::sort(files, {}, &ArchivedFile::name);
  return files;
}

}  // namespace karuna::show
