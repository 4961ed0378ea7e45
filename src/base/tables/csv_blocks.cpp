// SPDX-License-Identifier: Apache-2.0
#include "base/csv_blocks.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/tables/csv_columns.h"
#include "base/tables/csv_source.h"
#include "base/text.h"

namespace karuna {

struct CsvBlocks::State {
  explicit State(CsvSource opened) : source(std::move(opened)) {}
  CsvSource source;
  bool used = false;
};

namespace {

/// One reading: threads take chunks in turn, parse them side by side, and hand the blocks over in the order of the file.
class Reading {
 public:
  Reading(CsvSource& source, std::span<const CsvColumn> columns, Progress& progress, const std::function<Result<void>(const CsvBlock&)>& sink)
      : source_(source), columns_(columns), progress_(progress), sink_(sink), lines_(source.lines_before()) {}

  void work() {
    CsvColumnParser parser(columns_, source_.header().size(), dialect_, source_.options());
    CsvChunk chunk;
    for (;;) {
      std::unique_lock taking(source_guard_);
      if (no_more_) return;
      const std::size_t turn = turns_taken_++;
      const std::uint64_t before = source_.taken();
      Result<bool> more = source_.next_chunk(chunk, source_.options().piece_bytes);
      const std::uint64_t taken = source_.taken() - before;
      no_more_ = !more || !*more;
      taking.unlock();

      if (more && *more) parser.parse(chunk.data());

      std::unique_lock handing(turn_guard_);
      turn_came_.wait(handing, [&] { return turn_ == turn || failed_; });
      if (failed_) return;
      Result<void> handed = more ? (*more ? hand_over(parser, taken) : Result<void>{}) : Result<void>(std::unexpected(std::move(more).error()));
      if (!handed) {
        error_ = std::move(handed).error();
        failed_ = true;
      }
      ++turn_;
      handing.unlock();
      turn_came_.notify_all();
      if (!handed) {
        const std::lock_guard stopping(source_guard_);
        no_more_ = true;
        return;
      }
    }
  }

  Result<CsvSummary> summary() {
    if (error_) return std::unexpected(*std::move(error_));
    return CsvSummary{rows_, lines_, {}};
  }

 private:
  Result<void> hand_over(CsvColumnParser& parser, std::uint64_t taken) {
    // Letters up to the wrong line come first: of two faults of a block, the one that stands earlier in the file is told.
    CsvLetters letters = parser.letters();
    const auto& problem = parser.problem();
    if (problem && letters.utf8_line && *letters.utf8_line > problem->line) letters.utf8_line.reset();
    if (problem && letters.other_line && *letters.other_line > problem->line) letters.other_line.reset();
    KARUNA_CHECK(see_letters(letters));
    if (problem) return source_.at_line(lines_ + problem->line + 1, problem->words);
    CsvBlock& block = parser.block();
    block.first_row = rows_;
    block.first_line = lines_ + 1;
    if (block.rows > 0) KARUNA_CHECK(sink_(block));
    rows_ += block.rows;
    lines_ += parser.lines();
    progress_.advance(taken);
    return progress_.check();
  }

  Result<void> see_letters(const CsvLetters& letters) {
    if (!letters.utf8_line && !letters.other_line) return {};
    const std::lock_guard lock(source_guard_);
    return source_.see_letters(letters, lines_);
  }

  CsvSource& source_;
  const std::span<const CsvColumn> columns_;
  const CsvDialect dialect_ = source_.dialect();    // what parsing needs of it is settled; its encoding is not
  Progress& progress_;
  const std::function<Result<void>(const CsvBlock&)>& sink_;

  std::mutex source_guard_;       // source_, turns_taken_, no_more_
  std::size_t turns_taken_ = 0;
  bool no_more_ = false;

  std::mutex turn_guard_;         // all below
  std::condition_variable turn_came_;
  std::size_t turn_ = 0;
  bool failed_ = false;
  std::size_t rows_ = 0, lines_ = 0;
  std::optional<Error> error_;
};

}  // namespace

CsvBlocks::CsvBlocks(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvBlocks::CsvBlocks(CsvBlocks&&) noexcept = default;
CsvBlocks& CsvBlocks::operator=(CsvBlocks&&) noexcept = default;
CsvBlocks::~CsvBlocks() = default;

Result<CsvBlocks> CsvBlocks::open(const std::filesystem::path& file, const CsvOptions& options) {
  KARUNA_TRY(bytes, open_byte_source(file));
  KARUNA_TRY(source, CsvSource::open(std::move(bytes), options));
  return CsvBlocks(std::make_unique<State>(std::move(source)));
}

Result<CsvBlocks> CsvBlocks::open(std::istream& stream, std::string name, const CsvOptions& options) {
  KARUNA_TRY(source, CsvSource::open(open_byte_source(stream, std::move(name)), options));
  return CsvBlocks(std::make_unique<State>(std::move(source)));
}

const CsvHeader& CsvBlocks::header() const { return state_->source.header(); }
const CsvDialect& CsvBlocks::dialect() const { return state_->source.dialect(); }

Result<CsvSummary> CsvBlocks::read(std::span<const CsvColumn> columns, unsigned threads, Progress& progress, const std::function<Result<void>(const CsvBlock&)>& sink) {
  CsvSource& source = state_->source;
  if (state_->used) return fail(Fault::internal, "a table was read twice from one reader");
  state_->used = true;
  std::vector<bool> asked(source.header().size(), false);
  for (const CsvColumn& column : columns) {
    if (column.position >= asked.size() || asked[column.position]) return fail(Fault::internal, "a column of " + source.name() + " was asked for twice, or is none");
    asked[column.position] = true;
  }
  progress.begin("reading " + source.name(), source.total());
  Reading reading(source, columns, progress, sink);
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < std::min(threads, 64U); ++i) others.emplace_back([&reading] { reading.work(); });
    reading.work();
  }
  progress.end();
  KARUNA_TRY(summary, reading.summary());
  summary.dialect = source.dialect();
  return summary;
}

}  // namespace karuna
