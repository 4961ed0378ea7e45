// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/wave/json_fields.h"
#include "ask/wave/manifest.h"
#include "ask/wave/manifest_words.h"
#include "seal/canonical_json.h"

namespace karuna::ask {

using nlohmann::json;
using seal::to_base64url;

namespace {

constexpr std::size_t most_language_bytes = 16;
using Texts = std::vector<std::pair<std::string, std::string>>;

json write_texts(const Texts& texts) {
  json value = json::object();
  for (const auto& [language, text] : texts) value[language] = text;
  return value;
}

json write_question(const WaveQuestion& question) {
  json labels = json::array();
  for (const Texts& texts : question.labels) labels.push_back(write_texts(texts));
  json value = {{"id", question.id},   {"labels", labels},          {"max", question.max},
                {"min", question.min}, {"others", question.others}, {"text", write_texts(question.text)}};
  if (!question.lead.empty()) value["lead"] = write_texts(question.lead);
  if (!question.care.empty()) value["care"] = question.care;
  return value;
}

json write_contacts(const std::vector<Contact>& contacts) {
  json list = json::array();
  for (const Contact& contact : contacts)
    list.push_back({{"kind", contact_words[static_cast<std::size_t>(contact.kind)]}, {"reach", contact.reach}, {"text", write_texts(contact.text)}});
  return list;
}

json write_statistic(const WaveStatistic& statistic, const QuestionPart& part) {
  json items = json::array();
  for (const StatisticItem& item : statistic.items) {
    if (!item.ones.empty()) {
      items.push_back({{"ones", item.ones}, {"q", item.question}});
      continue;
    }
    const WaveQuestion& question = part.questions[item.question];
    items.push_back({{"max", question.max}, {"min", question.min}, {"others", question.others}, {"q", item.question}, {"sign", item.sign}});
  }
  return {{"D1_sq", statistic.D1_sq},
          {"DW_sq", statistic.DW_sq},
          {"group", group_words[static_cast<std::size_t>(statistic.group)]},
          {"id", statistic.id},
          {"items", items},
          {"partition", partition_words[static_cast<std::size_t>(statistic.partition)]},
          {"sigma2_N", statistic.sigma2_N},
          {"sigma2_T", statistic.sigma2_T}};
}

Texts read_texts(const json& value, JsonFields& fields, const char* name) {
  Texts texts;
  if (!value.is_object() || value.size() > 64) {
    fields.wrong(name, "texts by language");
    return texts;
  }
  for (const auto& [language, text] : value.items()) {
    if (text.is_string() && language.size() <= most_language_bytes)
      texts.emplace_back(language, text.get<std::string>());
    else
      fields.wrong(name, "texts by language");
  }
  return texts;
}

std::vector<std::uint8_t> read_codes(const json& list, JsonFields& fields, const char* name) {
  std::vector<std::uint8_t> codes;
  for (const json& code : list) codes.push_back(static_cast<std::uint8_t>(whole_of(code, 255, fields, name)));
  return codes;
}

WaveQuestion read_question(JsonFields& fields) {
  WaveQuestion question;
  question.id = fields.text("id", 200);
  question.min = static_cast<std::int16_t>(fields.signed_whole("min", -1'000, 1'000));
  question.max = static_cast<std::int16_t>(fields.signed_whole("max", -1'000, 1'000));
  question.others = read_codes(fields.list("others", 16), fields, "others");
  question.text = read_texts(fields.object("text"), fields, "text");
  for (const json& label : fields.list("labels", 256)) question.labels.push_back(read_texts(label, fields, "labels"));
  if (fields.has("lead")) {
    question.lead = read_texts(fields.object("lead"), fields, "lead");
    if (question.lead.empty()) fields.wrong("lead", "texts by language, or no such field");
  }
  if (fields.has("care")) {
    question.care = read_codes(fields.list("care", 255), fields, "care");
    if (question.care.empty()) fields.wrong("care", "answer bytes, or no such field");
  }
  return question;
}

Contact read_contact(JsonFields& fields) {
  Contact contact;
  contact.kind = static_cast<ContactKind>(fields.word("kind", contact_words));
  contact.reach = fields.text("reach", most_reach_bytes);
  contact.text = read_texts(fields.object("text"), fields, "text");
  return contact;
}

/// Ends and other codes stand beside every item of a statistic so that a checker needs no other place; they must be those of the question.
StatisticItem read_item(const json& value, const QuestionPart& part, JsonFields& outer, const std::string& where) {
  StatisticItem item;
  JsonFields fields(value, where);
  item.question = static_cast<std::uint32_t>(fields.whole("q", most_questions));
  if (fields.good() && item.question >= part.questions.size()) fields.wrong("q", "the position of a question");
  if (fields.has("ones")) {
    item.ones = read_codes(fields.list("ones", 255), fields, "ones");
    if (item.ones.empty()) fields.wrong("ones", "at least one answer byte");
  } else {
    item.sign = static_cast<int>(fields.signed_whole("sign", -1, 1));
    if (item.sign == 0) fields.wrong("sign", "1 or -1");
    if (fields.good()) {
      const WaveQuestion& question = part.questions[item.question];
      fields.expect("min", question.min);
      fields.expect("max", question.max);
      fields.expect("others", question.others);
    }
  }
  if (auto done = fields.finish(); !done) outer.fails(done.error());
  return item;
}

WaveStatistic read_statistic(JsonFields& fields, const QuestionPart& part, const std::string& where) {
  WaveStatistic statistic;
  statistic.id = fields.text("id", 200);
  statistic.group = static_cast<Group>(fields.word("group", group_words));
  statistic.partition = static_cast<PartitionName>(fields.word("partition", partition_words));
  statistic.D1_sq = fields.whole("D1_sq", largest_whole);
  statistic.DW_sq = fields.whole("DW_sq", largest_whole);
  statistic.sigma2_T = fields.whole("sigma2_T", largest_whole);
  statistic.sigma2_N = fields.whole("sigma2_N", largest_whole);
  std::size_t at = 0;
  for (const json& item : fields.list("items", most_questions))
    statistic.items.push_back(read_item(item, part, fields, where + ", item " + std::to_string(at++)));
  return statistic;
}

json budget(const std::array<std::uint32_t, 2>& spent) { return {{"one", spent[0]}, {"whole", spent[1]}}; }

std::array<std::uint32_t, 2> read_budget(JsonFields& fields, const char* name) {
  JsonFields inner(fields.object(name), fields.place(name));
  if (!fields.good()) return {};
  const std::array<std::uint32_t, 2> spent{static_cast<std::uint32_t>(inner.whole("one", 0xffffffffU)),
                                           static_cast<std::uint32_t>(inner.whole("whole", 0xffffffffU))};
  if (auto done = inner.finish(); !done) fields.fails(done.error());
  return spent;
}

template <typename Array>
void read_optional(JsonFields& fields, const char* name, std::optional<Array>& out) {
  if (!fields.has(name)) return;
  Array read{};
  fields.bytes_into(name, read);
  out = read;
}

}  // namespace

std::string write_question_part(const QuestionPart& part) {
  json questions = json::array(), statistics = json::array(), lengths = json::object();
  for (const WaveQuestion& question : part.questions) questions.push_back(write_question(question));
  for (const WaveStatistic& statistic : part.statistics) statistics.push_back(write_statistic(statistic, part));
  for (std::size_t c = 0; c < part.answer_bytes.size(); ++c) lengths[std::to_string(c + 1)] = part.answer_bytes[c];
  json value = {{"answer_bytes", lengths},
                {"budget_after", budget(part.budget_after)},
                {"budget_before", budget(part.budget_before)},
                {"caps", budget({part.cap_one, part.cap_whole})},
                {"languages", part.languages},
                {"pk_s", to_base64url(part.pk_s)},
                {"proof_s", to_base64url(part.proof_s)},
                {"questions", questions},
                {"seed_root_s", to_base64url(part.seed_root_s)},
                {"statistics", statistics},
                {"token_part_sha256", to_base64url(part.token_part_sha256)},
                {"version", 1},
                {"wave_id", to_base64url(part.wave)}};
  if (!part.contacts.empty()) value["contacts"] = write_contacts(part.contacts);
  if (part.pk_c) value["pk_c"] = to_base64url(*part.pk_c);
  if (part.tally_pk) value["tally_pk"] = to_base64url(*part.tally_pk);
  if (part.proof_c) value["proof_c"] = to_base64url(*part.proof_c);
  if (part.seed_root_c) value["seed_root_c"] = to_base64url(*part.seed_root_c);
  if (part.board_nonce_sha256) value["board_nonce_sha256"] = to_base64url(*part.board_nonce_sha256);
  if (part.w_pk) value["w_pk"] = to_base64url(*part.w_pk);
  return seal::canonical_json(value).value_or("");
}

Result<QuestionPart> read_question_part(std::string_view text) {
  KARUNA_TRY(value, seal::read_canonical_file("question_part.json", text));
  JsonFields fields(value, "question_part.json");
  QuestionPart part;
  fields.expect("version", 1);
  fields.bytes_into("wave_id", part.wave);
  fields.bytes_into("token_part_sha256", part.token_part_sha256);
  std::size_t at = 0;
  for (const json& question : fields.list("questions", most_questions)) {
    JsonFields inner(question, "question_part.json, question " + std::to_string(at++));
    part.questions.push_back(read_question(inner));
    if (auto done = inner.finish(); !done) fields.fails(done.error());
  }
  for (const json& language : fields.list("languages", 64)) {
    if (language.is_string() && language.get_ref<const std::string&>().size() <= most_language_bytes)
      part.languages.push_back(language.get<std::string>());
    else
      fields.wrong("languages", "a list of language codes");
  }
  if (fields.has("contacts")) {
    at = 0;
    for (const json& contact : fields.list("contacts", most_contacts)) {
      JsonFields inner(contact, "question_part.json, contact " + std::to_string(at++));
      part.contacts.push_back(read_contact(inner));
      if (auto done = inner.finish(); !done) fields.fails(done.error());
    }
    if (part.contacts.empty()) fields.wrong("contacts", "at least one, or no such field");
  }
  const json& lengths = fields.object("answer_bytes");
  for (std::size_t c = 1; c <= std::max<std::size_t>(1, lengths.size()); ++c) {  // there is always one of ballots
    const auto found = lengths.find(std::to_string(c));
    if (found == lengths.end())
      fields.wrong("answer_bytes", "a number for each class, by \"1\", \"2\"");
    else
      part.answer_bytes.push_back(static_cast<std::uint32_t>(whole_of(*found, 65'536, fields, "answer_bytes")));
  }
  at = 0;
  for (const json& statistic : fields.list("statistics", most_statistics)) {
    const std::string where = "question_part.json, statistic " + std::to_string(at++);
    JsonFields inner(statistic, where);
    part.statistics.push_back(read_statistic(inner, part, where));
    if (auto done = inner.finish(); !done) fields.fails(done.error());
  }
  const auto caps = read_budget(fields, "caps");
  part.cap_one = caps[0];
  part.cap_whole = caps[1];
  part.budget_before = read_budget(fields, "budget_before");
  part.budget_after = read_budget(fields, "budget_after");
  fields.bytes_into("pk_s", part.pk_s);
  fields.bytes_into("proof_s", part.proof_s);
  fields.bytes_into("seed_root_s", part.seed_root_s);
  read_optional(fields, "pk_c", part.pk_c);
  read_optional(fields, "tally_pk", part.tally_pk);
  read_optional(fields, "proof_c", part.proof_c);
  read_optional(fields, "seed_root_c", part.seed_root_c);
  read_optional(fields, "board_nonce_sha256", part.board_nonce_sha256);
  read_optional(fields, "w_pk", part.w_pk);
  KARUNA_CHECK(fields.finish());
  return part;
}

}  // namespace karuna::ask
