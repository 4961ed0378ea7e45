// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "ask/wave/manifest.h"
#include "ask/wave/noise_plan.h"
#include "seal/merkle.h"

namespace karuna::ask {

namespace {

constexpr std::uint32_t least_of_a_cell = 20, least_after_a_good_wave = 10, least_for_comments = 50;
constexpr std::uint32_t least_k = 5, least_k_unsigned = 10;

std::unexpected<Error> broken(std::string what) { return fail(Fault::refused, std::move(what)); }

std::string cell_name(const CellRecord& record) { return "cell " + std::to_string(record.cell) + " (" + record.label + ")"; }

Result<void> check_cell(const CellKey& cell) {
  const CellRecord& record = cell.record;
  if (!record.attested) return broken(cell_name(record) + " has a headcount that nobody attested");
  if (record.last_issued.has_value() != record.last_eligible.has_value())
    return broken(cell_name(record) + " tells only one of the two numbers of its last wave");
  if (record.cls == class_comment) {
    if (record.minimum != least_for_comments) return broken(cell_name(record) + " needs a minimum of 50 for comments");
  } else if (record.last_issued) {
    if (record.minimum != least_after_a_good_wave) return broken(cell_name(record) + " tells of its last wave and has another minimum than 10");
    if (std::uint64_t{10} * *record.last_issued < std::uint64_t{7} * *record.last_eligible || *record.last_eligible == 0)
      return broken(cell_name(record) + " has a minimum of 10, which needs a last wave in which 70 % drew a token; " + std::to_string(*record.last_issued) +
                    " of " + std::to_string(*record.last_eligible) + " did");
  } else if (record.minimum != least_of_a_cell) {
    return broken(cell_name(record) + " has a minimum of " + std::to_string(record.minimum) + "; it is 20 where no last wave stands beside it");
  }
  if (record.eligible < record.minimum)
    return broken(cell_name(record) + " has " + std::to_string(record.eligible) + " eligible people, fewer than " + std::to_string(record.minimum));
  if (record.units.empty()) return broken(cell_name(record) + " does not say where it is in the organisation");
  if (seal::sha256(cell.spki) != record.spki_sha256) return broken(cell_name(record) + " has another key than its record names");
  return {};
}

Result<void> check_dates(const TokenPart& part) {
  if (!(part.opens_desk < part.closes_desk && part.opens_ballots < part.closes_ballots && part.opens_desk <= part.opens_ballots))
    return broken("the dates are out of order: the desk opens first, and each closes after it opens");
  if (!part.late_desk && part.closes_desk > part.opens_ballots)
    return broken("the desk closes after ballots open, which is a late desk, and the manifest says there is none");
  if (part.closes_desk > part.closes_ballots) return broken("the desk closes after the ballots");
  return {};
}

}  // namespace

Result<void> check_token_part(const TokenPart& part, std::span<const CellKey> cells) {
  KARUNA_CHECK(check_dates(part));
  if (part.classes != std::vector<std::uint8_t>{class_ballot} && part.classes != std::vector<std::uint8_t>{class_ballot, class_comment})
    return broken("the classes of a wave are 1, or 1 and 2");
  if (part.admission_spki.size() != part.classes.size() || part.eligible_total.size() != part.classes.size())
    return broken("there is one admission key and one total of eligible people for each class");
  const std::uint32_t floor = part.council && part.profile != WaveProfile::exact ? least_k : least_k_unsigned;
  for (const std::uint32_t k : part.k)
    if (k < floor) return broken("groups of " + std::to_string(k) + " are below the floor of " + std::to_string(floor));
  if (part.k[0] > part.k[1] || part.k[1] > part.k[2]) return broken("k grows from the index over scales to items");
  if (part.profile == WaveProfile::exact && !part.council) return broken("exact needs the signature of a works council");
  if (part.uses < 1 || part.uses > (part.depth == Depth::pulse ? 64U : 16U))
    return broken("an admission token has 1 to " + std::string(part.depth == Depth::pulse ? "64" : "16") + " uses");
  if (cells.size() != part.cells_count)
    return broken("the token part counts " + std::to_string(part.cells_count) + " cells, cells.json has " + std::to_string(cells.size()));
  std::map<std::uint8_t, std::uint64_t> eligible;
  std::set<seal::Digest> keys;
  for (const CellKey& cell : cells) {
    KARUNA_CHECK(check_cell(cell));
    if (std::find(part.classes.begin(), part.classes.end(), cell.record.cls) == part.classes.end())
      return broken(cell_name(cell.record) + " is of a class this wave does not have");
    if (!keys.insert(cell.record.spki_sha256).second) return broken(cell_name(cell.record) + " shares its key with another cell");
    if (auto key = seal::RsaPublicKey::from_spki(cell.spki); !key || key->modulus_length() != rsa_length)
      return broken(cell_name(cell.record) + " has no RSA key of 2048 bits");
    eligible[cell.record.cls] += cell.record.eligible;
  }
  for (std::size_t c = 0; c < part.classes.size(); ++c) {
    if (eligible[part.classes[c]] != part.eligible_total[c])
      return broken("the cells have " + std::to_string(eligible[part.classes[c]]) + " eligible people together, the total says " +
                    std::to_string(part.eligible_total[c]));
    if (!keys.insert(seal::sha256(part.admission_spki[c])).second) return broken("the admission key is also the key of a cell");
    if (auto key = seal::RsaPublicKey::from_spki(part.admission_spki[c]); !key || key->modulus_length() != rsa_length)
      return broken("the admission key is no RSA key of 2048 bits");
  }
  KARUNA_TRY(root, cells_root(cells));
  if (root != part.cells_root) return broken("cells.json does not have the root that the token part names");
  return {};
}

namespace {

/// Range and membership of a statistic; what its sums are made of.
Result<NoisySum> sum_of(const WaveStatistic& statistic, const QuestionPart& part) {
  NoisySum sum{statistic.group, {}, 0};
  if (statistic.items.empty()) return broken("the statistic " + statistic.id + " is of no question");
  for (const StatisticItem& item : statistic.items) {
    if (item.question >= part.questions.size()) return broken("the statistic " + statistic.id + " names a question that is not there");
    const WaveQuestion& question = part.questions[item.question];
    const std::uint32_t range = item.ones.empty() ? static_cast<std::uint32_t>(question.max - question.min) : 1;
    if (sum.range != 0 && sum.range != range) return broken("the statistic " + statistic.id + " adds questions of different ranges");
    if (!item.ones.empty() && statistic.group != Group::items) return broken("the share " + statistic.id + " does not stand among the items");
    sum.range = range;
    sum.questions.push_back(item.question);
  }
  return sum;
}

/// A text in every language of the wave and in no other.
bool in_each_language(const std::vector<std::pair<std::string, std::string>>& texts, const QuestionPart& part) {
  std::set<std::string> told, spoken(part.languages.begin(), part.languages.end());
  for (const auto& [language, text] : texts)
    if (!text.empty()) told.insert(language);
  return told == spoken && texts.size() == told.size();
}

Result<void> check_contacts(const QuestionPart& part) {
  for (const Contact& contact : part.contacts) {
    const bool plain = std::none_of(contact.reach.begin(), contact.reach.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (contact.reach.empty() || !plain) return broken("a contact does not say in one line where it is reached");
    if (!in_each_language(contact.text, part)) return broken("the contact " + contact.reach + " is not named in exactly the languages of the wave");
    for (const auto& [language, text] : contact.text)
      if (text.size() > most_contact_bytes) return broken("the contact " + contact.reach + " is named with more than 200 bytes");
  }
  return {};
}

Result<void> check_questions(const QuestionPart& part) {
  if (part.questions.empty()) return broken("the wave asks nothing");
  std::set<std::string> ids;
  for (const WaveQuestion& question : part.questions) {
    if (question.max <= question.min || question.max - question.min > 200) return broken("the question " + question.id + " has no proper ends");
    if (!ids.insert(question.id).second) return broken("the question " + question.id + " stands twice");
    for (const std::uint8_t other : question.others)
      if (other <= question.max - question.min + 1) return broken("a code of " + question.id + " beyond the scale is one of the scale");
    if (!question.lead.empty() && !in_each_language(question.lead, part)) return broken("the lead of " + question.id + " is not in exactly the languages of the wave");
    std::set<std::uint8_t> care;
    for (const std::uint8_t code : question.care) {
      const bool known = (code >= 1 && code <= question.max - question.min + 1) || std::count(question.others.begin(), question.others.end(), code) > 0;
      if (!known || !care.insert(code).second) return broken("contacts stand beside an answer to " + question.id + " that it does not have, or twice beside one");
    }
  }
  if (part.answer_bytes.empty() || part.answer_bytes[0] != part.questions.size())
    return broken("a ballot has one byte a question: " + std::to_string(part.questions.size()));
  return {};
}

Result<void> check_noise(const QuestionPart& part, const TokenPart& token) {
  std::vector<NoisySum> sums;
  std::optional<NoisyMoments> moments;
  std::set<std::uint32_t> in_scales;
  for (const WaveStatistic& statistic : part.statistics) {
    const bool right_partition = statistic.group == Group::moments ? statistic.partition == PartitionName::organisation
                                                                   : static_cast<int>(statistic.partition) == static_cast<int>(statistic.group);
    if (!right_partition) return broken("the statistic " + statistic.id + " is published by groups that are not its own");
    KARUNA_TRY(sum, sum_of(statistic, part));
    if (statistic.group == Group::scales)
      for (const std::uint32_t question : sum.questions)
        if (!in_scales.insert(question).second) return broken("two scales share the question " + part.questions[question].id);
    if (statistic.group == Group::moments) {
      if (moments || sum.questions.size() < 4) return broken("there is one matrix of second moments at most, of 4 questions or more");
      moments = NoisyMoments{static_cast<std::uint32_t>(sum.questions.size()), sum.range};
    } else {
      sums.push_back(std::move(sum));
    }
  }
  if (token.profile == WaveProfile::exact) {
    for (const WaveStatistic& statistic : part.statistics)
      if (statistic.group == Group::moments || statistic.sigma2_T != 0 || statistic.sigma2_N != 0)
        return broken("exact has no noise and no matrix of moments, and " + statistic.id + " is one or has some");
    return {};
  }
  KARUNA_TRY(plan, make_noise_plan(token.profile, token.depth, sums, moments));
  std::size_t s = 0;
  for (const WaveStatistic& statistic : part.statistics) {
    const bool matrix = statistic.group == Group::moments;
    const GroupNoise& group = matrix ? plan.moments : plan.groups[static_cast<std::size_t>(statistic.group)];
    const std::uint64_t sigma2_T = matrix ? plan.sigma2_moments : plan.sigma2_T[s], sigma2_N = matrix ? 0 : plan.sigma2_N[s];
    if (!matrix) ++s;
    if (statistic.D1_sq != group.D1_sq || statistic.DW_sq != group.DW_sq || statistic.sigma2_T != sigma2_T || statistic.sigma2_N != sigma2_N)
      return broken("the noise of " + statistic.id + " is not what its budget asks for: expected sigma2_T " + std::to_string(sigma2_T) + " and sigma2_N " +
                    std::to_string(sigma2_N) + ", found " + std::to_string(statistic.sigma2_T) + " and " + std::to_string(statistic.sigma2_N));
  }
  return {};
}

Result<void> check_budget(const QuestionPart& part, const TokenPart& token) {
  const Caps caps = caps_of(token.profile, token.depth);
  if (part.cap_one != caps.one || part.cap_whole != caps.whole) return broken("the caps are not those of the profile");
  if (part.budget_after[0] != part.budget_before[0] + caps.one || part.budget_after[1] != part.budget_before[1] + caps.whole)
    return broken("the budget afterwards is not the budget before and this wave's caps");
  const Caps limit = rhythm_limit(token.profile);
  if (token.profile != WaveProfile::exact && (part.budget_after[0] > limit.one || part.budget_after[1] > limit.whole))
    return broken("this wave goes beyond the rhythm of 24 months");
  return {};
}

}  // namespace

Result<void> check_question_part(const QuestionPart& part, const TokenPart& token, std::string_view token_json) {
  if (part.wave != token.wave || part.token_part_sha256 != seal::sha256(token_json)) return broken("the question part belongs to another token part");
  KARUNA_CHECK(check_questions(part));
  KARUNA_CHECK(check_contacts(part));
  KARUNA_CHECK(check_noise(part, token));
  KARUNA_CHECK(check_budget(part, token));
  if (part.languages.empty()) return broken("the wave speaks no language");
  KARUNA_CHECK(seal::check_point(part.pk_s));
  if (!part.pk_c) return {};  // a draft: the council's fields come together
  if (!part.proof_c || !part.tally_pk || !part.seed_root_c || !part.board_nonce_sha256 || part.w_pk.has_value() != token.council)
    return broken("the council's fields are incomplete");
  if (!seal::check_half(seal::Half::server, part.wave, part.pk_s, *part.pk_c, part.proof_s))
    return broken("the server has not proved that it holds its half of the tally key");
  if (!seal::check_half(seal::Half::council, part.wave, part.pk_s, *part.pk_c, *part.proof_c))
    return broken("the council's half of the tally key is not proved");
  KARUNA_TRY(sum, seal::add_points(part.pk_s, *part.pk_c));
  if (sum != *part.tally_pk) return broken("the tally key is not the sum of its halves");
  if (part.w_pk) KARUNA_CHECK(seal::check_point(*part.w_pk));
  return {};
}

}  // namespace karuna::ask
