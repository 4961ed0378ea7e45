// SPDX-License-Identifier: Apache-2.0
#include "answer/terminal.h"

#include <algorithm>
#include <charconv>
#include <istream>
#include <optional>
#include <ostream>

#include "base/text.h"

namespace karuna::answer {

namespace {

/// The answer bytes of a question in the order of its labels: the codes from min to max, then others.
std::vector<std::uint8_t> codes_of(const ask::WaveQuestion& question) {
  std::vector<std::uint8_t> codes;
  for (int code = 1; code <= question.max - question.min + 1; ++code) codes.push_back(static_cast<std::uint8_t>(code));
  codes.insert(codes.end(), question.others.begin(), question.others.end());
  return codes;
}

/// What a person types for a code: its value on the scale; a code beyond the scale goes on counting.
int typed_value(const ask::WaveQuestion& question, std::size_t place) { return question.min + static_cast<int>(place); }

std::string label_of(const ask::WaveQuestion& question, std::size_t place, const std::string& language) {
  return place < question.labels.size() ? in_language(question.labels[place], language) : std::string();
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return {};
  return value;
}

void put_question(const ask::QuestionPart& part, std::size_t q, const std::string& language, std::ostream& out) {
  const auto& question = part.questions[q];
  out << "\nQuestion " << q + 1 << " of " << part.questions.size() << "\n" << in_language(question.text, language) << "\n";
  const auto codes = codes_of(question);
  for (std::size_t place = 0; place < codes.size(); ++place)
    out << pad_left(std::to_string(typed_value(question, place)), 5) << "  " << label_of(question, place, language) << "\n";
  out << "Number, Enter to skip" << (q > 0 ? ", b to go back" : "") << ": " << std::flush;
}

void put_review(const ask::QuestionPart& part, const std::vector<std::uint8_t>& answers, const std::string& language, std::ostream& out) {
  out << "\nWhat will be sent, sealed:\n";
  for (std::size_t q = 0; q < answers.size(); ++q) {
    const auto codes = codes_of(part.questions[q]);
    const auto place = static_cast<std::size_t>(std::find(codes.begin(), codes.end(), answers[q]) - codes.begin());
    const std::string label = place < codes.size() ? label_of(part.questions[q], place, language) : std::string();
    out << pad_left(std::to_string(q + 1), 4) << "  " << in_language(part.questions[q].text, language) << "\n      "
        << (answers[q] == 0 ? "skipped" : std::to_string(typed_value(part.questions[q], place)) + "  " + label) << "\n";
  }
  out << "Send it? yes, or b to go back: " << std::flush;
}

}  // namespace

std::string in_language(const std::vector<std::pair<std::string, std::string>>& texts, const std::string& language) {
  for (const auto& [code, text] : texts)
    if (code == language) return text;
  return texts.empty() ? std::string() : texts.front().second;
}

Result<std::vector<std::uint8_t>> ask_on_terminal(const ask::QuestionPart& part, const std::string& language, std::istream& in, std::ostream& out) {
  std::vector<std::uint8_t> answers(part.questions.size(), 0);
  std::size_t q = 0;
  std::string line;
  for (;;) {
    if (q < answers.size())
      put_question(part, q, language, out);
    else
      put_review(part, answers, language, out);
    if (!std::getline(in, line)) return fail(Fault::interrupted, "stopped; nothing was sent");
    const std::string typed = lower_ascii(trimmed(line));
    if (typed == "b" && q > 0) {
      --q;
      continue;
    }
    if (q == answers.size()) {
      if (typed == "yes" || typed == "y") return answers;
      return fail(Fault::interrupted, "nothing was sent");
    }
    const auto codes = codes_of(part.questions[q]);
    const auto value = number(typed);
    const int place = value ? *value - part.questions[q].min : -1;
    if (typed.empty())
      answers[q++] = 0;
    else if (place >= 0 && static_cast<std::size_t>(place) < codes.size())
      answers[q++] = codes[static_cast<std::size_t>(place)];
    else
      out << "Please one of the numbers above.\n";
  }
}

Result<std::vector<std::uint8_t>> read_answers(const ask::QuestionPart& part, std::string_view text) {
  std::vector<std::uint8_t> answers;
  for (const std::string_view word : split(text, ',')) {
    const std::string_view value = trimmed(word);
    if (answers.size() >= part.questions.size())
      return fail(Fault::usage, "there are " + std::to_string(part.questions.size()) + " questions, and more answers were given");
    const auto& question = part.questions[answers.size()];
    const auto codes = codes_of(question);
    const auto read = number(value);
    const int place = read ? *read - question.min : -1;
    if (value.empty())
      answers.push_back(0);
    else if (place >= 0 && static_cast<std::size_t>(place) < codes.size())
      answers.push_back(codes[static_cast<std::size_t>(place)]);
    else
      return fail(Fault::usage, "answer " + std::to_string(answers.size() + 1) + " is " + in_quotes(value) + ", and question " + question.id +
                                    " has the numbers " + std::to_string(question.min) + " to " + std::to_string(typed_value(question, codes.size() - 1)));
  }
  if (answers.size() != part.questions.size())
    return fail(Fault::usage, "there are " + std::to_string(part.questions.size()) + " questions, and " + std::to_string(answers.size()) +
                                  " answers were given; nothing between two commas skips one");
  return answers;
}

}  // namespace karuna::answer
