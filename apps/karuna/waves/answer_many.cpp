// SPDX-License-Identifier: Apache-2.0
#include "waves/answer_many.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "answer/draw.h"
#include "base/csv.h"
#include "base/progress.h"
#include "base/text.h"

namespace karuna {

namespace {

/// Runs `work` over 0 .. count-1 on some threads; the door answers after a fixed time, so many wait at once.
Result<ManyTold> for_each(std::size_t count, unsigned threads, const char* what, const std::function<Result<void>(std::size_t)>& work) {
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  progress.begin(what, count);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  ManyTold told;
  const auto run = [&] {
    for (std::size_t i = next++; i < count && progress.check(); i = next++) {
      const auto done = work(i);
      progress.advance(1);
      const std::lock_guard lock(mutex);
      if (done)
        ++told.done;
      else if (++told.refused == 1)
        told.first_error = done.error().what;
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < std::max(1U, threads); ++t) others.emplace_back(run);
  run();
  others.clear();
  progress.end();
  KARUNA_CHECK(progress.check());
  return told;
}

std::filesystem::path slip_file(const std::filesystem::path& slips, std::string_view number) { return slips / (std::string(number) + ".json"); }

}  // namespace

Result<ManyTold> draw_many(const answer::Server& server, const ask::WaveId& id, const std::filesystem::path& links, const std::filesystem::path& slips,
                           unsigned threads) {
  KARUNA_TRY(wave, answer::fetch_wave(server, id));
  std::vector<std::string> codes;
  KARUNA_TRY(reader, CsvReader::open(links));
  KARUNA_TRY(column, reader.header().position("link"));
  for (;;) {
    KARUNA_TRY(more, reader.next());
    if (!more) break;
    const std::string_view link = reader.fields()[column];
    codes.emplace_back(link.substr(link.find('#') + 1));
  }
  std::error_code error;
  std::filesystem::create_directories(slips, error);
  return for_each(codes.size(), threads, "drawing tokens", [&](std::size_t i) -> Result<void> {
    // What was begun before goes on with its code, and what is whole is left alone.
    const auto file = slip_file(slips, std::to_string(i + 1));
    std::optional<answer::Slip> slip;
    std::error_code missing;
    if (std::filesystem::exists(file, missing)) {
      KARUNA_TRY(begun, answer::read_slip(file));
      if (begun.tokens && begun.wave == id) return {};
      slip = begun;
    } else {
      KARUNA_TRY(fresh, answer::begin_slip(id, {}));
      slip = fresh;
    }
    KARUNA_TRY(drawn, answer::draw(server, wave, {.link = codes[i], .login = {}, .password = {}}, *std::move(slip),
                                   {[&](const answer::Slip& now) { return answer::write_slip(file, now); }, [] {}}));
    (void)drawn;
    return {};
  });
}

Result<ManyTold> send_many(const answer::Server& server, const ask::WaveId& id, const std::filesystem::path& slips, const std::filesystem::path& answers,
                           unsigned threads) {
  KARUNA_TRY(wave, answer::fetch_wave(server, id));
  struct Row {
    std::filesystem::path slip;
    std::optional<std::vector<std::uint8_t>> answers;
  };
  std::vector<Row> rows;
  KARUNA_TRY(reader, CsvReader::open(answers));
  KARUNA_TRY(slip_column, reader.header().position("slip"));
  KARUNA_TRY(answers_column, reader.header().position("answers"));
  for (;;) {
    KARUNA_TRY(more, reader.next());
    if (!more) break;
    Row row{slip_file(slips, reader.fields()[slip_column]), {}};
    const std::string_view text = trimmed(reader.fields()[answers_column]);
    if (text != "withdraw") {
      row.answers.emplace();
      for (const std::string_view word : split(text, ' ')) {
        unsigned value = 0;
        if (std::from_chars(word.data(), word.data() + word.size(), value).ptr != word.data() + word.size() || word.empty() || value > 255)
          return fail(Fault::invalid, answers.string() + ":" + std::to_string(reader.line()) +
                                          ": answers are numbers with a blank between them, 0 for skipped, or the word withdraw");
        row.answers->push_back(static_cast<std::uint8_t>(value));
      }
    }
    rows.push_back(std::move(row));
  }
  return for_each(rows.size(), threads, "sending ballots", [&](std::size_t i) -> Result<void> {
    KARUNA_TRY(slip, answer::read_slip(rows[i].slip));
    KARUNA_TRY(ballot, answer::prepare_ballot(wave, slip, rows[i].answers, ask::this_hour()));
    slip.waiting = std::move(ballot);
    KARUNA_CHECK(answer::write_slip(rows[i].slip, slip));
    KARUNA_CHECK(answer::send(server, slip));
    return answer::write_slip(rows[i].slip, slip);
  });
}

}  // namespace karuna
