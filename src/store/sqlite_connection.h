// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "store/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace karuna::store {

/// One connection to an SQLite file with its prepared statements. One thread at a time.
class Connection final : public Transaction {
 public:
  enum class Access { read, write };
  /// Opens, makes the file where it is missing (0600), sets WAL, synchronous=FULL and a busy timeout.
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access, Deleted deleted);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<std::int64_t> run(std::string_view sql, std::span<const Value> values = {}) override;
  Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values = {}) override;
  Result<void> each(std::string_view sql, std::span<const Value> values, const std::function<bool(const Row&)>& take) override;

  Result<void> script(const std::string& sql);     ///< several statements without values
  /// From now on SQLite itself refuses every statement that reads or changes a hidden table, and of the others here all but adding rows.
  void hide(std::vector<std::string> hidden, std::vector<std::string> write_only);
  Error error(std::string_view doing) const;       ///< what SQLite says, for people
  sqlite3* handle() const { return database_; }

 private:
  static int may(void* connection, int action, const char* table, const char*, const char*, const char*);
  Connection() = default;
  Result<sqlite3_stmt*> prepared(std::string_view sql, std::span<const Value> values);

  std::filesystem::path file_;
  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
  std::vector<std::string> hidden_, write_only_;
};

/// Moves an open database forward to the newest of `migrations`, after a backup beside it where it already held something.
/// Fails  refused  a newer schema, or a step that was changed after it was applied
Result<void> migrate(Connection& connection, const std::filesystem::path& file, std::span<const Migration> migrations);

/// A copy of the database as of now, whole or not at all.
Result<void> back_up(Connection& connection, const std::filesystem::path& to);

}  // namespace karuna::store
