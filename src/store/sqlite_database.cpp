// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "store/sqlite_connection.h"

namespace karuna::store {

namespace {

constexpr std::size_t most_in_a_commit = 256;

struct Job {
  std::string name;
  std::function<Result<void>(Transaction&)> body;
  std::function<void(Result<void>)> done;
};

/// The backups from before a step (FILE.before-NAME) still hold what was deleted since.
Result<void> remove_backups(const std::filesystem::path& file) {
  const std::string start = file.filename().string() + ".before-";
  std::vector<std::filesystem::path> backups;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), error))
    if (entry.path().filename().string().starts_with(start)) backups.push_back(entry.path());
  for (const auto& backup : backups) {
    std::filesystem::remove(backup, error);
    if (error) return fail(Fault::unwritable, backup.string() + " is a backup that holds what was deleted, and cannot be removed: " + error.message() + "; remove it");
  }
  return {};
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::unique_ptr<Connection> writer, std::vector<std::unique_ptr<Connection>> readers)
      : writer_(std::move(writer)), readers_(std::move(readers)), thread_([this] { work(); }) {}

  ~SqliteDatabase() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  Result<void> read(std::string_view name, const std::function<Result<void>(Transaction&)>& body) override {
    std::unique_ptr<Connection> connection;
    {
      std::unique_lock lock(readers_mutex_);
      reader_free_.wait(lock, [&] { return !readers_.empty(); });
      connection = std::move(readers_.back());
      readers_.pop_back();
    }
    Result<void> outcome = connection->script("begin");
    if (outcome) {
      outcome = body(*connection);
      (void)connection->script("commit");
    }
    {
      const std::lock_guard lock(readers_mutex_);
      readers_.push_back(std::move(connection));
    }
    reader_free_.notify_one();
    if (!outcome && outcome.error().fault == Fault::internal) return fail(Fault::internal, std::string(name) + ": " + outcome.error().what);
    return outcome;
  }

  Result<void> write(std::string_view name, std::function<Result<void>(Transaction&)> body) override {
    std::promise<Result<void>> told;
    auto outcome = told.get_future();
    write_later(name, std::move(body), [&told](Result<void> done) { told.set_value(std::move(done)); });
    return outcome.get();
  }

  void write_later(std::string_view name, std::function<Result<void>(Transaction&)> body, std::function<void(Result<void>)> done) override {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back({std::string(name), std::move(body), std::move(done)});
    }
    wake_.notify_one();
  }

  Result<void> backup(const std::filesystem::path& file) override {
    return on_the_writer([file](Connection& connection) { return back_up(connection, file); });
  }

  Result<void> forget() override {
    return on_the_writer([](Connection& connection) -> Result<void> {
      KARUNA_CHECK(connection.script("vacuum"));
      // Who still reads an older state keeps the log from being emptied; SQLite says so in a column, not by failing.
      KARUNA_TRY(rows, connection.query("pragma wal_checkpoint(truncate)"));
      if (rows.empty() || rows[0].integer(0) != 0)
        return fail(Fault::unwritable,
                    "what was deleted is still in the log of the database, because another program reads it and did not let go within ten seconds; do it again");
      return remove_backups(sqlite3_db_filename(connection.handle(), "main"));
    });
  }

 private:
  /// Something that cannot stand inside a transaction, done between two commits.
  Result<void> on_the_writer(std::function<Result<void>(Connection&)> what) {
    std::promise<Result<void>> told;
    auto outcome = told.get_future();
    {
      const std::lock_guard lock(mutex_);
      apart_.push_back([&told, this, what = std::move(what)] { told.set_value(what(*writer_)); });
    }
    wake_.notify_one();
    return outcome.get();
  }

  void work() {
    for (;;) {
      std::vector<Job> jobs;
      std::function<void()> apart;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return stopping_ || !waiting_.empty() || !apart_.empty(); });
        if (waiting_.empty() && apart_.empty()) return;  // stopping, and everything that was asked for is done
        while (!waiting_.empty() && jobs.size() < most_in_a_commit) {
          jobs.push_back(std::move(waiting_.front()));
          waiting_.pop_front();
        }
        if (jobs.empty()) {
          apart = std::move(apart_.front());
          apart_.pop_front();
        }
      }
      if (apart)
        apart();
      else
        commit(jobs);
    }
  }

  /// All bodies in one commit, each in a savepoint, so that one that fails takes back only its own.
  void commit(std::vector<Job>& jobs) {
    std::vector<Result<void>> outcomes(jobs.size());
    Result<void> all = writer_->script("begin immediate");
    if (all) {
      for (std::size_t j = 0; j < jobs.size(); ++j) {
        outcomes[j] = writer_->script("savepoint job");
        if (!outcomes[j]) continue;
        outcomes[j] = jobs[j].body(*writer_);
        if (!outcomes[j]) (void)writer_->script("rollback to job");
        (void)writer_->script("release job");
      }
      all = writer_->script("commit");
      if (!all) (void)writer_->script("rollback");
    }
    for (std::size_t j = 0; j < jobs.size(); ++j) {
      Result<void> outcome = !outcomes[j] ? outcomes[j] : all;
      if (!outcome && outcome.error().fault == Fault::internal) outcome = fail(Fault::internal, jobs[j].name + ": " + outcome.error().what);
      jobs[j].done(std::move(outcome));
    }
  }

  std::unique_ptr<Connection> writer_;
  std::mutex readers_mutex_;
  std::condition_variable reader_free_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> waiting_;
  std::deque<std::function<void()>> apart_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options) {
  KARUNA_TRY(writer, Connection::open(options.file, Connection::Access::write, options.deleted));
  KARUNA_CHECK(migrate(*writer, options.file, options.migrations));
  std::vector<std::unique_ptr<Connection>> readers;
  for (std::size_t r = 0; r < std::max<std::size_t>(1, options.readers); ++r) {
    KARUNA_TRY(reader, Connection::open(options.file, Connection::Access::read, options.deleted));
    reader->hide(options.hidden, options.write_only);
    readers.push_back(std::move(reader));
  }
  writer->hide(options.hidden, options.write_only);
  return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(std::move(writer), std::move(readers)));
}

}  // namespace karuna::store
