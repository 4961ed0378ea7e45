// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "base/tables/csv_columns.h"

namespace karuna {

std::size_t Vocabulary::slot_of(std::string_view text, std::uint64_t hash) const {
  std::size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0 && texts_[slots_[slot] - 1] != text) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void Vocabulary::grow() {
  slots_.assign(std::max<std::size_t>(256, slots_.size() * 2), 0);
  for (std::uint32_t number = 0; number < texts_.size(); ++number) slots_[slot_of(texts_[number], hash_of(texts_[number]))] = number + 1;
}

std::uint32_t Vocabulary::add(std::string_view text) {
  if (texts_.size() * 2 >= slots_.size()) grow();
  const std::size_t slot = slot_of(text, hash_of(text));
  if (slots_[slot] != 0) return slots_[slot] - 1;
  if (text.size() > room_) {
    room_ = std::max<std::size_t>(text.size(), 1U << 16);
    store_.push_back(std::make_unique<char[]>(room_));
    free_ = store_.back().get();
  }
  if (!text.empty()) std::memcpy(free_, text.data(), text.size());
  texts_.emplace_back(free_, text.size());
  free_ += text.size();
  room_ -= text.size();
  slots_[slot] = static_cast<std::uint32_t>(texts_.size());
  return slots_[slot] - 1;
}

std::optional<std::uint32_t> Vocabulary::find(std::string_view text) const {
  if (texts_.empty()) return std::nullopt;
  const std::size_t slot = slot_of(text, hash_of(text));
  return slots_[slot] == 0 ? std::nullopt : std::optional(slots_[slot] - 1);
}

}  // namespace karuna
