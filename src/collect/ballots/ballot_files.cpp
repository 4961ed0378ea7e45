// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/files.h"
#include "collect/ballots/ballot_box.h"

namespace karuna::collect {

namespace {

using store::Blob;
using store::Transaction;
using store::Value;

constexpr store::Migration migrations[] = {{"001_ballots", R"(
create table ballot_blob(blob_hash blob primary key, wave_id blob not null, class integer not null, blob blob not null) without rowid;
create table stopped_wave(wave_id blob primary key) without rowid;
)"}};

Blob blob_of(const ask::WaveId& wave) { return {wave.begin(), wave.end()}; }

}  // namespace

Result<std::unique_ptr<store::Database>> open_ballots(const std::filesystem::path& folder) {
  return store::open_database({.file = folder / "ballots.sqlite", .deleted = store::Deleted::overwritten, .migrations = migrations, .readers = 2});
}

Result<void> stop_wave(store::Database& database, const ask::WaveId& wave) {
  const auto stopped = database.write("stop the ballots of a wave", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    KARUNA_TRY(rows, tx.run("insert into stopped_wave(wave_id) values(?1) on conflict do nothing", values));
    (void)rows;
    return {};
  });
  if (!stopped) return std::unexpected(stopped.error());
  return database.forget();  // the log, and the place of a row in its page, would still tell in which order ballots came
}

Result<std::uint64_t> write_blobs(store::Database& database, const ask::WaveId& wave, const std::filesystem::path& file) {
  KARUNA_TRY(out, AtomicFile::open(file, FileMode::owner_only));
  std::uint64_t count = 0;
  Result<void> written;
  const auto read = database.read("write out the sealed ballots of a wave", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    return tx.each("select blob from ballot_blob where wave_id=?1 order by blob_hash", values, [&](const store::Row& row) {
      const Blob& blob = row.blob(0);
      std::string piece;
      for (int shift = 24; shift >= 0; shift -= 8) piece += static_cast<char>(blob.size() >> shift);
      piece.append(reinterpret_cast<const char*>(blob.data()), blob.size());
      written = out.write(piece);
      ++count;
      return written.has_value();
    });
  });
  if (!written) return std::unexpected(written.error());
  if (!read) return std::unexpected(read.error());
  KARUNA_CHECK(out.commit());
  return count;
}

Result<void> destroy_ballots(store::Database& database, const ask::WaveId& wave, const std::filesystem::path& file) {
  const auto deleted = database.write("destroy the sealed ballots of a wave", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(wave)};
    KARUNA_TRY(rows, tx.run("delete from ballot_blob where wave_id=?1", values));
    (void)rows;
    return {};
  });
  if (!deleted) return std::unexpected(deleted.error());
  KARUNA_CHECK(database.forget());
  // Ciphertext whose key is gone; overwritten all the same, since it costs nothing.
  if (const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC); descriptor >= 0) {
    struct stat about{};
    if (fstat(descriptor, &about) == 0) {
      const std::string zeros(1 << 16, '\0');
      for (off_t at = 0; at < about.st_size; at += static_cast<off_t>(zeros.size()))
        if (::pwrite(descriptor, zeros.data(), static_cast<std::size_t>(std::min<off_t>(about.st_size - at, static_cast<off_t>(zeros.size()))), at) < 0) break;
      fsync(descriptor);
    }
    ::close(descriptor);
  }
  std::error_code error;
  std::filesystem::remove(file, error);
  if (error) return fail(Fault::unwritable, file.string() + " could not be removed: " + error.message());
  return {};
}

}  // namespace karuna::collect
