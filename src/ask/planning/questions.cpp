// SPDX-License-Identifier: Apache-2.0
#include "ask/planning/questions.h"

#include <algorithm>
#include <map>
#include <set>

#include "ask/wave/noise_plan.h"
#include "base/text.h"

namespace karuna::ask {

namespace {

constexpr double seconds_a_question = 8, most_minutes = 10, ballots_for_moments = 300;
constexpr std::size_t items_for_moments = 4;

/// Words that join two things in one question. A hint for a reader, not a verdict.
bool looks_double(std::string_view text, std::string_view language) {
  const std::string lower = " " + lower_ascii(text) + " ";
  const char* joiner = language == "de" ? " und " : language == "fr" ? " et " : language == "es" ? " y " : language == "en" ? " and " : nullptr;
  return joiner && lower.find(joiner) != std::string::npos;
}

class Planner {
 public:
  Planner(const WaveFile& wave, const Catalogue& catalogue, std::span<const QuestionPart> earlier) : wave_(wave), catalogue_(catalogue), earlier_(earlier) {}

  Result<PlannedQuestions> run(double expected_ballots) {
    for (const std::string& id : wave_.instruments) {
      KARUNA_TRY(instrument, catalogue_.need(id));
      KARUNA_CHECK(add(*instrument));
    }
    KARUNA_CHECK(choose_index());
    add_sums();
    const bool moments = wave_.moments && wave_.profile != WaveProfile::exact && index_.size() >= items_for_moments;
    if (moments && expected_ballots >= ballots_for_moments) out_.statistics.push_back({"moments", Group::moments, PartitionName::organisation, index_});
    else if (moments)
      warn("Fewer than 300 ballots are expected, so the matrix of moments is left out: reliability will be that of the instrument, and said so.",
           {"plan_moments", {{"least", std::to_string(static_cast<int>(ballots_for_moments))}}});
    KARUNA_CHECK(add_noise());
    out_.minutes = static_cast<double>(out_.questions.size()) * seconds_a_question / 60;
    if (out_.minutes > most_minutes) warn("About " + fixed(out_.minutes, 0) + " minutes is long; people leave questionnaires of more than ten.", {"plan_long", {{"minutes", fixed(out_.minutes, 0)}}});
    return std::move(out_);
  }

 private:
  void warn(std::string words, Said said) {
    out_.warnings.push_back(std::move(words));
    out_.warnings_said.push_back(std::move(said));
  }

  Result<void> add(const Instrument& instrument) {
    if (instrument.status == Status::card)
      return fail(Fault::refused, instrument.id + " is a reference card: its key is not known for certain, so it cannot be asked; `karuna catalogue show " + instrument.id + "` says what is missing");
    std::map<std::size_t, std::uint32_t> position;
    for (std::size_t i = 0; i < instrument.items.size(); ++i) {
      const Item& item = instrument.items[i];
      if (item.step != 1 || !item.points.empty())
        return fail(Fault::refused, "the item " + item.code + " of " + instrument.id + " has answers that are no unbroken scale, and a wave cannot sum them yet");
      WaveQuestion question;
      question.id = instrument.id + ":" + item.code;
      if (!ids_.insert(question.id).second) return fail(Fault::refused, "the item " + question.id + " would be asked twice; name each instrument once");
      question.min = item.min;
      question.max = item.max;
      for (std::size_t o = 0; o < item.left_out.size(); ++o) question.others.push_back(static_cast<std::uint8_t>(item.max - item.min + 2 + static_cast<int>(o)));
      KARUNA_CHECK(add_words(instrument, item, question));
      for (const std::int16_t code : item.care) {
        const auto left = std::find(item.left_out.begin(), item.left_out.end(), code);
        question.care.push_back(left == item.left_out.end() ? static_cast<std::uint8_t>(code - item.min + 1)
                                                            : static_cast<std::uint8_t>(item.max - item.min + 2 + static_cast<int>(left - item.left_out.begin())));
      }
      add_lead(item.lead.empty() && i == 0 ? instrument.instruction : item.lead, question);
      position[i] = static_cast<std::uint32_t>(out_.questions.size());
      out_.questions.push_back(std::move(question));
    }
    for (const Score& score : instrument.scores) add_scale(instrument, score, position);
    return {};
  }

  Result<void> add_words(const Instrument& instrument, const Item& item, WaveQuestion& question) {
    std::vector<std::int16_t> codes;
    for (int code = item.min; code <= item.max; ++code) codes.push_back(static_cast<std::int16_t>(code));
    codes.insert(codes.end(), item.left_out.begin(), item.left_out.end());
    question.labels.resize(codes.size());
    for (const std::string& language : wave_.languages) {
      const auto text = item.text.find(language);
      if (text == item.text.end() || text->second.empty())
        return fail(Fault::refused, question.id + " has no words in '" + language + "'; `karuna catalogue text " + instrument.id + " --language " + language + "` makes a file to fill in");
      question.text.emplace_back(language, text->second);
      if (looks_double(text->second, language)) warn(question.id + " (" + language + ") joins two things in one sentence; an answer may be to either.", {"plan_double", {{"question", question.id}, {"language", language}}});
      for (std::size_t c = 0; c < codes.size(); ++c)
        if (const auto label = catalogue_.label(instrument, item, codes[c], language); !label.empty()) question.labels[c].emplace_back(language, std::string(label));
    }
    for (const QuestionPart& part : earlier_)
      for (const WaveQuestion& asked : part.questions) {
        if (asked.id != question.id) continue;
        for (const auto& [language, text] : asked.text)
          for (const auto& [now_language, now_text] : question.text)
            if (language == now_language && text != now_text)
              warn(question.id + " (" + language + ") was asked in other words before; a trend would compare two questions.",
                   {"plan_reworded", {{"question", question.id}, {"language", language}}});
        if (asked.min != question.min || asked.max != question.max) warn(question.id + " had another scale before; a trend would compare two questions.", {"plan_rescaled", {{"question", question.id}}});
      }
    return {};
  }

  /// The sentence before the questions, which says what time they ask about: in every language of the wave, else in none.
  void add_lead(const Words& lead, WaveQuestion& question) {
    for (const std::string& language : wave_.languages) {
      const auto found = lead.find(language);
      if (found != lead.end() && !found->second.empty()) question.lead.emplace_back(language, found->second);
    }
    if (question.lead.size() != wave_.languages.size()) question.lead.clear();
  }

  void add_scale(const Instrument& instrument, const Score& score, const std::map<std::size_t, std::uint32_t>& position) {
    const std::string id = instrument.id + "." + score.id;
    if (score.scope != Scope::respondent || (score.method != Method::mean && score.method != Method::sum) || score.items.empty()) return;  // computed from what is published
    WaveStatistic scale{id, Group::scales, PartitionName::scales, {}};
    std::set<int> ranges;
    for (const std::size_t i : score.items) {
      const Item& item = instrument.items[i];
      scale.items.push_back({position.at(i), item.reversed ? -1 : 1, {}});
      ranges.insert(item.max - item.min);
    }
    if (ranges.size() != 1) {
      warn(id + " adds questions of different ranges and is not published as a scale.", {"plan_ranges", {{"scale", id}}});
      return;
    }
    for (const StatisticItem& item : scale.items)
      if (in_scale_.contains(item.question)) {
        warn(id + " shares questions with another scale and is not published; scales of a wave have no question in common.", {"plan_shared", {{"scale", id}}});
        return;
      }
    for (const StatisticItem& item : scale.items) in_scale_.insert(item.question);
    scales_.push_back(std::move(scale));
    better_.push_back(score.higher_is_better);
    has_dimension_.push_back(!score.dimension.empty());
  }

  Result<void> choose_index() {
    std::uint32_t range = 0;
    std::set<std::string> wanted;
    if (wave_.index) wanted.insert(wave_.index->begin(), wave_.index->end());
    for (std::size_t s = 0; s < scales_.size(); ++s) {
      if (wave_.index ? wanted.erase(scales_[s].id) == 0 : !has_dimension_[s]) continue;
      const WaveQuestion& first = out_.questions[scales_[s].items.front().question];
      const auto this_range = static_cast<std::uint32_t>(first.max - first.min);
      if (range != 0 && this_range != range) return fail(Fault::refused, "the index would add questions of different ranges: " + scales_[s].id + " differs; leave it out of `index`");
      range = this_range;
      for (StatisticItem item : scales_[s].items) {
        if (!better_[s]) item.sign = -item.sign;
        index_.push_back(item);
      }
    }
    if (!wanted.empty()) {
      std::vector<std::string> there;
      for (const auto& scale : scales_) there.push_back(scale.id);
      return fail(Fault::not_found, "the index names " + *wanted.begin() + ", which is no scale of this wave; there are " + join_words(there, "and"));
    }
    if (index_.empty()) warn("No scale of this wave belongs to a dimension of the index, so teams below 30 answers will see nothing.", {"plan_no_dimension", {{"least", "30"}}});
    return {};
  }

  void add_sums() {
    if (!index_.empty()) out_.statistics.push_back({"index", Group::index, PartitionName::index, index_});
    for (const WaveStatistic& scale : scales_) out_.statistics.push_back(scale);
    if (!wave_.items) return;
    for (std::uint32_t q = 0; q < out_.questions.size(); ++q) out_.statistics.push_back({"item:" + out_.questions[q].id, Group::items, PartitionName::items, {{q, 1, {}}}});
  }

  Result<void> add_noise() {
    if (out_.statistics.empty()) return fail(Fault::refused, "this wave would publish nothing: no scale, and items = false");
    if (wave_.profile == WaveProfile::exact) return {};
    std::vector<NoisySum> sums;
    std::optional<NoisyMoments> moments;
    for (const WaveStatistic& statistic : out_.statistics) {
      NoisySum sum{statistic.group, {}, 0};
      for (const StatisticItem& item : statistic.items) sum.questions.push_back(item.question);
      const WaveQuestion& first = out_.questions[statistic.items.front().question];
      sum.range = static_cast<std::uint32_t>(first.max - first.min);
      if (statistic.group == Group::moments) moments = NoisyMoments{static_cast<std::uint32_t>(statistic.items.size()), sum.range};
      else sums.push_back(std::move(sum));
    }
    KARUNA_TRY(plan, make_noise_plan(wave_.profile, wave_.depth, sums, moments));
    std::size_t s = 0;
    for (WaveStatistic& statistic : out_.statistics) {
      const bool matrix = statistic.group == Group::moments;
      const GroupNoise& group = matrix ? plan.moments : plan.groups[static_cast<std::size_t>(statistic.group)];
      statistic.D1_sq = group.D1_sq;
      statistic.DW_sq = group.DW_sq;
      statistic.sigma2_T = matrix ? plan.sigma2_moments : plan.sigma2_T[s];
      statistic.sigma2_N = matrix ? 0 : plan.sigma2_N[s];
      if (!matrix) ++s;
    }
    out_.cap_one = plan.caps.one;
    out_.cap_whole = plan.caps.whole;
    return {};
  }

  const WaveFile& wave_;
  const Catalogue& catalogue_;
  std::span<const QuestionPart> earlier_;
  PlannedQuestions out_;
  std::set<std::string> ids_;
  std::set<std::uint32_t> in_scale_;
  std::vector<WaveStatistic> scales_;
  std::vector<bool> better_, has_dimension_;
  std::vector<StatisticItem> index_;
};

}  // namespace

Result<PlannedQuestions> plan_questions(const WaveFile& wave, const Catalogue& catalogue, double expected_ballots, std::span<const QuestionPart> earlier) {
  return Planner(wave, catalogue, earlier).run(expected_ballots);
}

}  // namespace karuna::ask
