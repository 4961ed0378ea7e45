// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>

#include "store/sqlite_connection.h"

namespace karuna::store {

namespace {

/// FNV-1a: tells a changed step from the one that was applied. It guards against mistakes, not against anybody.
std::int64_t checksum(std::string_view text) {
  std::uint64_t sum = 14695981039346656037U;
  for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return static_cast<std::int64_t>(sum & 0x7fffffffffffffffU);
}

}  // namespace

Result<void> back_up(Connection& connection, const std::filesystem::path& to) {
  const std::filesystem::path part = to.string() + ".part";
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  const int descriptor = ::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(Fault::unwritable, "a backup cannot be written to " + to.string());
  ::close(descriptor);
  sqlite3* copy = nullptr;
  bool good = sqlite3_open_v2(part.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK;
  if (good) {
    sqlite3_backup* backup = sqlite3_backup_init(copy, "main", connection.handle(), "main");
    good = backup != nullptr && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    good = sqlite3_backup_finish(backup) == SQLITE_OK && good;
  }
  good = sqlite3_close(copy) == SQLITE_OK && good;
  if (const int file = ::open(part.c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
    good = fsync(file) == 0 && good;
    ::close(file);
  }
  if (good) good = std::rename(part.c_str(), to.c_str()) == 0;
  if (good) return {};
  std::filesystem::remove(part, ignored);
  return fail(Fault::unwritable, "a backup could not be written to " + to.string() + "; is the disk full?");
}

Result<void> migrate(Connection& connection, const std::filesystem::path& file, std::span<const Migration> migrations) {
  KARUNA_CHECK(
      connection.script("begin immediate; create table if not exists schema_step(name text primary key, checksum integer not null) without rowid; commit"));
  std::vector<Row> applied;
  KARUNA_TRY(rows, connection.query("select name, checksum from schema_step order by name"));
  applied = std::move(rows);
  const std::string name = file.filename().string();
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (i >= migrations.size() || applied[i].text(0) != migrations[i].name)
      return fail(Fault::refused, name + " was written by a newer or another version of Karuna (step " + applied[i].text(0) +
                                      "); nothing was touched. Use that version, or a backup");
    if (applied[i].integer(1) != checksum(migrations[i].sql))
      return fail(Fault::refused, "the step " + applied[i].text(0) + " of " + name + " is not the one this program knows; nothing was touched");
  }
  for (std::size_t i = applied.size(); i < migrations.size(); ++i) {
    const std::string step(migrations[i].name);
    if (i > 0 && !applied.empty()) KARUNA_CHECK(back_up(connection, file.string() + ".before-" + step));
    KARUNA_CHECK(connection.script("begin immediate"));
    auto done = connection.script(std::string(migrations[i].sql));
    if (done) {
      const std::array<Value, 2> values{step, checksum(migrations[i].sql)};
      if (auto noted = connection.run("insert into schema_step(name, checksum) values(?1, ?2)", values); !noted) done = std::unexpected(noted.error());
    }
    if (done) done = connection.script("commit");
    if (!done) {
      (void)connection.script("rollback");
      return fail(done.error().fault, "moving " + name + " forward by " + step + " failed, it is as it was: " + done.error().what);
    }
  }
  return {};
}

}  // namespace karuna::store
