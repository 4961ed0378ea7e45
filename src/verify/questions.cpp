// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

constexpr const char* file = "question_part.json";
constexpr std::int64_t most_codes = 255, largest_end = 1000;
constexpr std::size_t most_contacts = 8;

template <typename Array>
bool copy_to(const std::optional<std::vector<std::uint8_t>>& bytes, Array& out) {
  if (!bytes || bytes->size() != out.size()) return false;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

void check_tally_key(const Json& part, Wave& wave, Report& report) {
  seal::Point pk_s{}, pk_c{}, tally{}, w_pk{};
  seal::Signature proof_s{}, proof_c{};
  seal::Digest nonce{}, root{};
  bool points = copy_to(bytes_of(part, "pk_s"), pk_s) && copy_to(bytes_of(part, "pk_c"), pk_c) && copy_to(bytes_of(part, "tally_pk"), tally) &&
                copy_to(bytes_of(part, "proof_s"), proof_s) && copy_to(bytes_of(part, "proof_c"), proof_c) &&
                copy_to(bytes_of(part, "board_nonce_sha256"), nonce) && copy_to(bytes_of(part, "seed_root_s"), root) &&
                copy_to(bytes_of(part, "seed_root_c"), root) && part.contains("w_pk") == wave.council;
  if (points && wave.council) points = copy_to(bytes_of(part, "w_pk"), w_pk) && seal::check_point(w_pk).has_value();
  const auto sum = points ? seal::add_points(pk_s, pk_c) : Result<seal::Point>(fail(Fault::invalid, ""));
  report.expect(points && sum && *sum == tally && seal::check_half(seal::Half::server, wave.id, pk_s, pk_c, proof_s) &&
                    seal::check_half(seal::Half::council, wave.id, pk_s, pk_c, proof_c),
                file, "tally key", "the sum of two halves, each proved by who holds it", "is not the sum of two proved halves");
  if (points) wave.board_nonce_sha256 = nonce;
  if (points && wave.council) wave.w_pk = w_pk;
}

bool is_text_in(const Json& texts, const std::set<std::string>& languages) {
  return texts.is_object() && texts.size() == languages.size() &&
         std::all_of(languages.begin(), languages.end(), [&](const std::string& language) { return texts.contains(language) && texts[language].is_string(); });
}

struct Question {
  std::uint32_t range = 0;
  std::set<std::uint32_t> codes;   // answer bytes that mean something, without 0
};

/// Answer bytes of a question, at least one and none twice.
bool are_codes(const Json& list, const std::set<std::uint32_t>& codes) {
  std::set<std::uint64_t> seen;
  return list.is_array() && !list.empty() && std::ranges::all_of(list, [&](const Json& code) {
    return code.is_number_unsigned() && code.get<std::uint64_t>() <= most_codes && codes.contains(code.get<std::uint32_t>()) &&
           seen.insert(code.get<std::uint64_t>()).second;
  });
}

/// One question; gives what is wrong with it, or nothing.
std::string check_question(const Json& told, const std::set<std::string>& languages, Question& question) {
  if (!only_fields(told, {"?care", "id", "labels", "?lead", "max", "min", "others", "text"}) || !told["id"].is_string() || !told["min"].is_number_integer() ||
      !told["max"].is_number_integer() || !told["others"].is_array() || !told["labels"].is_array())
    return "a question is not well formed";
  const std::string name = "the question " + told["id"].get<std::string>();
  const std::int64_t min = told["min"].get<std::int64_t>(), max = told["max"].get<std::int64_t>();
  if (min < -largest_end || max > largest_end || min >= max || max - min + 1 > most_codes) return name + " has no proper ends";
  question.range = static_cast<std::uint32_t>(max - min);
  for (std::uint32_t code = 1; code <= question.range + 1; ++code) question.codes.insert(code);
  for (const Json& other : told["others"])
    if (!other.is_number_unsigned() || other.get<std::uint64_t>() > most_codes || !question.codes.insert(other.get<std::uint32_t>()).second)
      return name + " has another code that is one of its scale, stands twice or is no byte";
  if (told["labels"].size() != question.codes.size()) return name + " has not one label for each code";
  for (const Json& label : told["labels"])
    if (!(label.is_object() && label.empty()) && !is_text_in(label, languages)) return name + " has a label that is not in each language";
  if (!is_text_in(told["text"], languages)) return name + " has a text that is not in each language";
  if (told.contains("lead") && !is_text_in(told["lead"], languages)) return name + " has a lead that is not in each language";
  return told.contains("care") && !are_codes(told["care"], question.codes) ? name + " has contacts beside an answer that it does not have" : std::string();
}

/// Whom a person may turn to; the page alone shows them.
bool are_contacts(const Json& contacts, const std::set<std::string>& languages) {
  if (!contacts.is_array() || contacts.empty() || contacts.size() > most_contacts) return false;
  return std::ranges::all_of(contacts, [&](const Json& contact) {
    if (!only_fields(contact, {"kind", "reach", "text"}) || (contact["kind"] != Json("now") && contact["kind"] != Json("person")) ||
        !contact["reach"].is_string() || !is_text_in(contact["text"], languages))
      return false;
    const std::string reach = contact["reach"].get<std::string>();
    return !reach.empty() && reach.size() <= 100 && reach.find_first_of("\r\n") == std::string::npos &&
           std::ranges::all_of(contact["text"], [](const Json& text) { return text.get_ref<const std::string&>().size() <= 200; });
  });
}

std::string check_questions(const Json& part, std::vector<Question>& questions) {
  std::set<std::string> languages, ids;
  if (!part["languages"].is_array() || part["languages"].empty()) return "the wave speaks no language";
  for (const Json& language : part["languages"])
    if (!language.is_string() || !languages.insert(language.get<std::string>()).second) return "a language stands twice or is none";
  if (part.contains("contacts") && !are_contacts(part["contacts"], languages)) return "the contacts are not well formed";
  if (!part["questions"].is_array() || part["questions"].empty()) return "there is no question";
  for (const Json& told : part["questions"]) {
    Question question;
    if (std::string wrong = check_question(told, languages, question); !wrong.empty()) return wrong;
    if (!ids.insert(told["id"].get<std::string>()).second) return "the question " + told["id"].get<std::string>() + " stands twice";
    questions.push_back(std::move(question));
  }
  if (!only_fields(part["answer_bytes"], {"1"}) || part["answer_bytes"]["1"] != Json(questions.size())) return "a ballot has not one byte for each question";
  return {};
}

std::string check_items(const Json& told, const Json& part, const std::vector<Question>& questions, Statistic& statistic) {
  std::set<std::uint32_t> seen;
  for (const Json& item : told["items"]) {
    const auto q = whole_of(item, "q");
    if (!q || *q >= questions.size()) return "names a question that is not there";
    const Json& question = part["questions"][*q];
    Item made{static_cast<std::uint32_t>(*q), 1, questions[*q].range};
    if (item.contains("ones")) {
      if (statistic.group != "items") return "has a share that does not stand among the items";
      if (!only_fields(item, {"ones", "q"}) || !are_codes(item["ones"], questions[*q].codes)) return "has a share of a code that its question does not have, of one twice or of none";
      made.range = 1;
    } else {
      if (!only_fields(item, {"max", "min", "others", "q", "sign"}) || item["min"] != question["min"] || item["max"] != question["max"] ||
          item["others"] != question["others"] || (item["sign"] != Json(1) && item["sign"] != Json(-1)))
        return "tells a question other than it is";
      made.sign = item["sign"].get<int>();
    }
    if (!seen.insert(made.question).second) return "has a question twice";
    if (!statistic.items.empty() && statistic.items[0].range != made.range) return "adds questions of different ranges";
    statistic.items.push_back(made);
  }
  if (statistic.group == "items" && statistic.items.size() != 1) return "stands among the items and has more than one entry";
  return {};
}

/// Gives what is wrong with one more statistic, or nothing.
std::string check_statistic(const Json& told, const Json& part, const std::vector<Question>& questions, const Wave& wave, Statistic& statistic) {
  if (!only_fields(told, {"D1_sq", "DW_sq", "group", "id", "items", "partition", "sigma2_N", "sigma2_T"}) || !told["id"].is_string() ||
      !told["group"].is_string() || !told["items"].is_array() || told["items"].empty() || !whole_of(told, "D1_sq") || !whole_of(told, "DW_sq") ||
      !whole_of(told, "sigma2_T") || !whole_of(told, "sigma2_N"))
    return "one is not well formed";
  statistic.id = told["id"].get<std::string>();
  statistic.group = told["group"].get<std::string>();
  statistic.sigma2_T = *whole_of(told, "sigma2_T");
  statistic.sigma2_N = *whole_of(told, "sigma2_N");
  const std::string& group = statistic.group;
  if ((group != "index" && group != "scales" && group != "items" && group != "moments") || told["partition"] != Json(group == "moments" ? "organisation" : group))
    return statistic.id + " has a group or partition it cannot have";
  if (std::string wrong = check_items(told, part, questions, statistic); !wrong.empty()) return statistic.id + " " + wrong;
  for (const Statistic& other : wave.statistics) {
    if (other.id == statistic.id) return statistic.id + " stands twice";
    if (other.group != group) continue;
    if (group == "index") return "there is more than one index";
    if (group == "moments") return "there is more than one matrix of moments";
    if (group != "scales") continue;
    for (const Item& item : statistic.items)
      for (const Item& before : other.items)
        if (item.question == before.question) return "two scales share a question";
  }
  return {};
}

/// Moments are those of the index. It may stand before or after them.
std::string check_moments(const Wave& wave) {
  const auto of = [&](const char* group) { return std::find_if(wave.statistics.begin(), wave.statistics.end(), [&](const Statistic& s) { return s.group == group; }); };
  const auto moments = of("moments"), index = of("index");
  if (moments == wave.statistics.end()) return {};
  if (moments->items.size() < 4) return "the moments are of fewer than 4 questions";
  if (index == wave.statistics.end() || index->items != moments->items) return "the moments are not those of the index, in its order";
  return {};
}

}  // namespace

void check_question_part(const Bundle& bundle, Wave& wave, Report& report) {
  const Json& part = bundle.json(file);
  if (!only_fields(part, {"answer_bytes", "board_nonce_sha256", "budget_after", "budget_before", "caps", "?contacts", "languages", "pk_c", "pk_s", "proof_c", "proof_s",
                          "questions", "seed_root_c", "seed_root_s", "statistics", "tally_pk", "token_part_sha256", "version", "?w_pk", "wave_id"}))
    return report.wrong(file, "fields", "some are missing or not known");
  const auto token_hash = bytes_of(part, "token_part_sha256", 32), id = bytes_of(part, "wave_id", 16);
  const auto& token_bytes = bundle.has("token_part.json") ? bundle.bytes.at("token_part.json") : std::string();
  report.expect(token_hash && id && std::equal(token_hash->begin(), token_hash->end(), seal::sha256(token_bytes).begin()) &&
                    std::equal(id->begin(), id->end(), wave.id.begin()) && part["version"] == Json(1),
                file, "belongs to the token part", "its hash is named", "it names another token part, wave or version");
  check_tally_key(part, wave, report);
  std::vector<Question> questions;
  std::string wrong = check_questions(part, questions);
  if (!report.expect(wrong.empty(), file, "questions", std::to_string(questions.size()) + ", each with its ends and in each language", wrong)) return;
  if (!part["statistics"].is_array() || part["statistics"].empty()) return report.wrong(file, "statistics", "there is none");
  for (const Json& told : part["statistics"]) {
    Statistic statistic;
    wrong = check_statistic(told, part, questions, wave, statistic);
    if (!wrong.empty()) break;
    wave.statistics.push_back(std::move(statistic));
  }
  if (wrong.empty()) wrong = check_moments(wave);
  if (!wrong.empty()) wave.statistics.clear();
  report.expect(wrong.empty(), file, "statistics", std::to_string(wave.statistics.size()) + " declared, nothing else leaves the close", wrong);
}

}  // namespace karuna::verify
