// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace karuna::store {

namespace {

constexpr int busy_milliseconds = 10'000;

bool bind(sqlite3_stmt* statement, int at, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, at, *number) == SQLITE_OK;
  if (const auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8) == SQLITE_OK;
  if (const auto* blob = std::get_if<Blob>(&value))
    return sqlite3_bind_blob64(statement, at, blob->empty() ? reinterpret_cast<const std::uint8_t*>("") : blob->data(), blob->size(), SQLITE_TRANSIENT) ==
           SQLITE_OK;
  return sqlite3_bind_null(statement, at) == SQLITE_OK;
}

Value column(sqlite3_stmt* statement, int at) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, at)};
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, at)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, at));
      return Blob(bytes, bytes + sqlite3_column_bytes(statement, at));
    }
    default:
      return std::monostate{};
  }
}

Row row_of(sqlite3_stmt* statement) {
  std::vector<Value> values;
  const int count = sqlite3_column_count(statement);
  values.reserve(static_cast<std::size_t>(count));
  for (int c = 0; c < count; ++c) values.push_back(column(statement, c));
  return Row(std::move(values));
}

}  // namespace

std::int64_t Row::integer(std::size_t at) const {
  if (const auto* value = std::get_if<std::int64_t>(&values_.at(at))) return *value;
  throw std::logic_error("a column was read as a number and is none");
}

const std::string& Row::text(std::size_t at) const {
  if (const auto* value = std::get_if<std::string>(&values_.at(at))) return *value;
  throw std::logic_error("a column was read as text and is none");
}

const Blob& Row::blob(std::size_t at) const {
  if (const auto* value = std::get_if<Blob>(&values_.at(at))) return *value;
  throw std::logic_error("a column was read as bytes and is none");
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access, Deleted deleted) {
  std::unique_ptr<Connection> made(new Connection);
  made->file_ = file;
  if (access == Access::write) {
    // Made here, so that the file is never readable by others, not even for a moment. SQLite gives its log the same mode.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(Fault::unwritable, "the database " + file.string() + " cannot be opened for writing; check the folder and who owns it");
    ::close(descriptor);
  }
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(file.c_str(), &made->database_, flags, nullptr) != SQLITE_OK)
    return fail(Fault::unreadable, "the database " + file.string() + " cannot be opened; check the folder and who owns it");
  sqlite3_busy_timeout(made->database_, busy_milliseconds);
  KARUNA_CHECK(made->script(std::string("pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma temp_store=memory; pragma secure_delete=") +
                            (deleted == Deleted::overwritten ? "on" : "off") + (access == Access::read ? "; pragma query_only=on" : "")));
  return made;
}

int Connection::may(void* connection, int action, const char* table, const char*, const char*, const char*) {
  if (action != SQLITE_READ && action != SQLITE_INSERT && action != SQLITE_UPDATE && action != SQLITE_DELETE && action != SQLITE_DROP_TABLE) return SQLITE_OK;
  const auto& self = *static_cast<const Connection*>(connection);
  const auto names = [&](const std::vector<std::string>& tables) { return table && std::find(tables.begin(), tables.end(), table) != tables.end(); };
  return names(self.hidden_) || (action != SQLITE_INSERT && names(self.write_only_)) ? SQLITE_DENY : SQLITE_OK;
}

void Connection::hide(std::vector<std::string> hidden, std::vector<std::string> write_only) {
  hidden_ = std::move(hidden);
  write_only_ = std::move(write_only);
  if (!hidden_.empty() || !write_only_.empty()) sqlite3_set_authorizer(database_, may, this);
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(database_);
}

Error Connection::error(std::string_view doing) const {
  const int code = sqlite3_errcode(database_) & 0xff;
  const std::string where = file_.filename().string();
  const std::string what(doing);
  if (code == SQLITE_FULL || code == SQLITE_IOERR)
    return {Fault::unwritable, what + ": the disk of " + where + " is full or fails; nothing of this was written. Free space and do it again"};
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    return {Fault::unwritable, what + ": another program has " + where + " open and did not let go within ten seconds; do it again"};
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
    return {Fault::unreadable, where + " is no database of Karuna, or is damaged; the newest backup lies beside it"};
  if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
    return {Fault::unwritable, what + ": " + where + " cannot be written by this user; check who owns the folder"};
  if (code == SQLITE_AUTH) return {Fault::refused, what + ": a table of " + where + " is hidden from this program (" + sqlite3_errmsg(database_) + ")"};
  if (code == SQLITE_CONSTRAINT) return {Fault::invalid, what + ": a rule of the database forbids it (" + sqlite3_errmsg(database_) + ")"};
  return {Fault::internal, what + ": " + sqlite3_errmsg(database_)};
}

Result<void> Connection::script(const std::string& sql) {
  if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return std::unexpected(error("opening the database"));
  return {};
}

Result<sqlite3_stmt*> Connection::prepared(std::string_view sql, std::span<const Value> values) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
      return std::unexpected(error("preparing a statement"));
    found = statements_.emplace(std::string(sql), made).first;
  }
  sqlite3_stmt* statement = found->second;
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  for (std::size_t v = 0; v < values.size(); ++v)
    if (!bind(statement, static_cast<int>(v) + 1, values[v])) return std::unexpected(error("giving a value to a statement"));
  return statement;
}

Result<void> Connection::each(std::string_view sql, std::span<const Value> values, const std::function<bool(const Row&)>& take) {
  KARUNA_TRY(statement, prepared(sql, values));
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW)
    if (!take(row_of(statement))) break;
  Result<void> outcome;
  if (code != SQLITE_ROW && code != SQLITE_DONE) outcome = std::unexpected(error("reading or writing the database"));
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);  // a value does not stay in memory longer than its statement runs
  return outcome;
}

Result<std::vector<Row>> Connection::query(std::string_view sql, std::span<const Value> values) {
  std::vector<Row> rows;
  KARUNA_CHECK(each(sql, values, [&](const Row& row) {
    rows.push_back(row);
    return true;
  }));
  return rows;
}

Result<std::int64_t> Connection::run(std::string_view sql, std::span<const Value> values) {
  const std::int64_t before = sqlite3_total_changes64(database_);
  KARUNA_CHECK(each(sql, values, [](const Row&) { return true; }));
  return sqlite3_total_changes64(database_) - before;
}

}  // namespace karuna::store
