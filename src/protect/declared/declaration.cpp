// SPDX-License-Identifier: Apache-2.0
#include "protect/declared/declaration.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace karuna::protect {

namespace {

constexpr std::uint32_t most_steps = 1000;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

class Declarer {
 public:
  Declarer(const collect::Sheets& sheets, const Plan& plan)
      : sheets_(sheets), plan_(plan), noisy_(plan.profile != Profile::exact), score_(sheets.scales.size(), none) {}

  Result<Declaration> run() {
    for (const std::size_t s : plan_.index_scales)
      if (s >= sheets_.scales.size())
        return fail(Fault::invalid, "the index names scale number " + std::to_string(s + 1) + ", there are " + std::to_string(sheets_.scales.size()));
    for (std::size_t i = 0; i < sheets_.items.size(); ++i) {
      const auto& item = sheets_.items[i];
      made_.questions.push_back({false, i, static_cast<std::uint32_t>(item.max - item.min), double(item.min), double(item.max)});
    }
    for (std::size_t s = 0; s < sheets_.scales.size(); ++s)
      if (sheets_.scales[s].items.empty()) {
        score_[s] = static_cast<std::uint32_t>(made_.questions.size());
        made_.questions.push_back({true, s, score_steps, sheets_.scales[s].min, sheets_.scales[s].max});
      }
    index();
    for (std::size_t s = 0; s < sheets_.scales.size(); ++s) scale(s);
    if (plan_.publish_items)
      for (std::size_t i = 0; i < sheets_.items.size(); ++i) item(i);
    if (made_.statistics.empty())
      return fail(Fault::invalid, "there is nothing to publish: no scale, and items are not to be published. Name a scale, or set items = true");
    return std::move(made_);
  }

 private:
  std::vector<Member> members_of(std::size_t s) const {
    const auto& scale = sheets_.scales[s];
    if (scale.items.empty()) return {{score_[s], 1}};
    std::vector<Member> members;
    for (const ItemId item : scale.items) members.push_back({item.value, sheets_.items[item.value].reversed ? -1 : 1});
    return members;
  }

  bool same_ends(const std::vector<Member>& members) const {
    const Question& first = made_.questions[members[0].question];
    return std::all_of(members.begin(), members.end(), [&](const Member& m) {
      const Question& q = made_.questions[m.question];
      return q.min == first.min && q.max == first.max && q.range == first.range;
    });
  }

  bool too_wide(const std::vector<Member>& members) const {
    return noisy_ && std::any_of(members.begin(), members.end(), [&](const Member& m) { return made_.questions[m.question].range > most_steps; });
  }

  void add(Declared declared) {
    const Question& first = made_.questions[declared.members[0].question];
    declared.range = first.range;
    declared.statistic.items = static_cast<std::uint32_t>(declared.members.size());
    if (noisy_ || declared.statistic.family == Family::index) {
      declared.statistic.min = first.min;
      declared.statistic.max = first.max;
    }
    made_.statistics.push_back(std::move(declared));
  }

  void index() {
    std::vector<Member> members;
    std::vector<bool> taken(made_.questions.size(), false);
    for (const std::size_t s : plan_.index_scales)
      for (Member member : members_of(s)) {
        if (taken[member.question]) continue;
        taken[member.question] = true;
        if (!sheets_.scales[s].higher_is_better) member.sign = -member.sign;
        members.push_back(member);
      }
    if (members.empty() || !noisy_) return;  // in exact it would be a sum of scales, and give away the one that was hidden
    if (!same_ends(members) || too_wide(members)) {
      made_.notes.push_back(
          "The mean of the index items is not published: they do not all have the same ends, so that their sum would mean nothing. The scales are.");
      return;
    }
    Declared declared;
    declared.statistic.id = "index";
    declared.statistic.name = "Mean of the index items";
    declared.statistic.family = Family::index;
    for (const Member& m : members) {
      const Question& q = made_.questions[m.question];
      declared.statistic.item_ids.push_back(q.is_score ? sheets_.scales[q.column].id : sheets_.items[q.column].id);
    }
    declared.members = std::move(members);
    add(std::move(declared));
  }

  void scale(std::size_t s) {
    const auto& scale = sheets_.scales[s];
    Declared declared;
    declared.scale = s;
    declared.members = members_of(s);
    if (noisy_ && (!same_ends(declared.members) || too_wide(declared.members))) {
      made_.notes.push_back(
          "The scale " + in_quotes(scale.name) +
          " is left out: with noise a scale is the sum of its items, and these differ in their ends or have more than 1,000 steps. Use exact for it.");
      return;
    }
    declared.statistic = {.id = scale.id,
                          .name = scale.name,
                          .instrument = scale.instrument,
                          .scale = {},
                          .item_ids = {},
                          .higher_is_better = scale.higher_is_better,
                          .family = Family::scale,
                          .min = scale.min,
                          .max = scale.max};
    for (const ItemId item : scale.items) declared.statistic.item_ids.push_back(sheets_.items[item.value].id);
    add(std::move(declared));
  }

  void item(std::size_t i) {
    const auto& item = sheets_.items[i];
    Declared declared;
    declared.members = {{static_cast<std::uint32_t>(i), 1}};
    if (too_wide(declared.members)) {
      made_.notes.push_back("The item " + in_quotes(item.id) + " is left out: it has more than 1,000 steps between its ends, too many for a sum with noise.");
      return;
    }
    declared.statistic = {.id = item.id,
                          .name = item.label,
                          .instrument = {},
                          .scale = {},
                          .item_ids = {},
                          .higher_is_better = !item.reversed,
                          .family = Family::item,
                          .min = double(item.min),
                          .max = double(item.max)};
    const auto taken = [&](const collect::ScaleColumn& scale) { return scale.id == item.id; };
    if (item.id == "index" || std::any_of(sheets_.scales.begin(), sheets_.scales.end(), taken)) declared.statistic.id = "item:" + item.id;
    for (const auto& scale : sheets_.scales)
      if (std::find(scale.items.begin(), scale.items.end(), ItemId{i}) != scale.items.end()) {
        declared.statistic.scale = scale.id;
        declared.statistic.instrument = scale.instrument;
        declared.statistic.higher_is_better = scale.higher_is_better != item.reversed;
        break;
      }
    add(std::move(declared));
  }

  const collect::Sheets& sheets_;
  const Plan& plan_;
  bool noisy_;
  std::vector<std::uint32_t> score_;
  Declaration made_;
};

}  // namespace

Result<Declaration> declare(const collect::Sheets& sheets, const Plan& plan) { return Declarer(sheets, plan).run(); }

}  // namespace karuna::protect
