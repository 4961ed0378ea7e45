// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace karuna::store {

/// One small interface to a database; SQLite stands behind it today, PostgreSQL can stand behind it next. Above it there is no dialect:
/// text, integer and blob; "insert .. on conflict do nothing"; parameters are ?1, ?2.

using Blob = std::vector<std::uint8_t>;
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;

/// One row of a result. Reading a column as another kind than it holds is a defect of ours and throws std::logic_error.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  bool is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(values_.at(column)); }
  std::int64_t integer(std::size_t column) const;
  const std::string& text(std::size_t column) const;
  const Blob& blob(std::size_t column) const;

 private:
  std::vector<Value> values_;
};

/// A transaction that is open. Statements are prepared once and kept.
class Transaction {
 public:
  virtual ~Transaction() = default;
  /// Gives  rows changed
  virtual Result<std::int64_t> run(std::string_view sql, std::span<const Value> values = {}) = 0;
  virtual Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values = {}) = 0;
  /// Row by row, for what is large. `take` returns false to stop.
  virtual Result<void> each(std::string_view sql, std::span<const Value> values, const std::function<bool(const Row&)>& take) = 0;
};

enum class Deleted { overwritten /* secure_delete: what is deleted is gone from the file */, as_usual };

/// A step from one schema version to the next; never changed once released.
struct Migration {
  std::string_view name;   ///< "001_people"
  std::string_view sql;
};

struct DatabaseOptions {
  std::filesystem::path file;
  Deleted deleted = Deleted::as_usual;
  std::span<const Migration> migrations;
  std::size_t readers = 2;
  std::vector<std::string> hidden = {};      ///< tables that no statement may read or change: for a program that must not be able to know what stands there
  std::vector<std::string> write_only = {};  ///< tables to which rows may be added, and nothing else
};

class Database {
 public:
  virtual ~Database() = default;

  /// Reads at one snapshot. `name` says in plain words what it is for; it stands in errors and nowhere else.
  virtual Result<void> read(std::string_view name, const std::function<Result<void>(Transaction&)>& body) = 0;

  /// Writes: committed and on the disk when it returns, or nothing happened. Bodies of several callers are committed together (group commit),
  /// each inside a savepoint of its own: one that fails does not harm the others. A body may run again and must not touch anything but `tx`.
  virtual Result<void> write(std::string_view name, std::function<Result<void>(Transaction&)> body) = 0;

  /// The same without waiting: `done` is called on the writer's thread once the commit is on the disk, or with the error.
  virtual void write_later(std::string_view name, std::function<Result<void>(Transaction&)> body, std::function<void(Result<void>)> done) = 0;

  /// A copy of the whole file as of now, written to `file` whole or not at all.
  virtual Result<void> backup(const std::filesystem::path& file) = 0;

  /// Shrinks the log to nothing and frees deleted pages (checkpoint, vacuum): what was deleted is in no file of the database any more.
  /// The backups from before a migration hold it too, and are removed.
  /// Fails  unwritable  another program reads the database and does not let go within ten seconds: it is still in the log
  virtual Result<void> forget() = 0;
};

/// Opens or makes the database, and moves it forward to the newest migration after a backup beside it (FILE.before-NAME).
///
/// Fails  unwritable  folder or disk
///        refused     a schema newer than this program or with other checksums (which one is said, nothing was touched);
///                    another process has it open for writing (two servers on one folder)
///        unreadable  not a database, damaged
Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options);

}  // namespace karuna::store
