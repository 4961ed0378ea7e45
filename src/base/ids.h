// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace karuna {

/// A number that names one thing of one kind and cannot be mistaken for another kind's: Id<struct UnitTag>.
/// Explicit, ordered, hashable; the default value names nothing.
template <typename Tag>
struct Id {
  static constexpr std::uint32_t none = 0xffffffffU;
  std::uint32_t value = none;

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t v) : value(v) {}
  constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}
  constexpr explicit operator bool() const { return value != none; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

/// A node of the organisation's tree; its value is the node's position in UnitTree.
using UnitId = Id<struct UnitTag>;
/// A column of an answer table: an item, in the order of the survey file.
using ItemId = Id<struct ItemTag>;

}  // namespace karuna

template <typename Tag>
struct std::hash<karuna::Id<Tag>> {
  std::size_t operator()(karuna::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
