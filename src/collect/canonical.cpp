// SPDX-License-Identifier: Apache-2.0
#include "collect/canonical.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <thread>

#include "seal/hash.h"

namespace karuna::collect {
namespace {

/// Positions in the order of names.
template <typename Things, typename Name>
std::vector<std::size_t> sorted_by(const Things& things, Name name) {
  std::vector<std::size_t> order(things.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return name(things[a]) < name(things[b]); });
  return order;
}

std::vector<std::uint32_t> ranks(const std::vector<std::size_t>& order) {
  std::vector<std::uint32_t> rank(order.size());
  for (std::size_t r = 0; r < order.size(); ++r) rank[order[r]] = static_cast<std::uint32_t>(r);
  return rank;
}

template <typename Number>
void put(std::string& to, Number number) {
  if constexpr (std::endian::native == std::endian::big) {
    for (std::size_t b = sizeof number; b-- > 0;) to += reinterpret_cast<const char*>(&number)[b];
  } else {
    to.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
}

void put_text(std::string& to, std::string_view text) {
  put(to, static_cast<std::uint64_t>(text.size()));
  to += text;
}

void put_double(std::string& to, double value) { put(to, std::isnan(value) ? ~0ULL : std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value)); }

struct Orders {
  std::vector<std::uint32_t> unit_rank, period_rank;
  std::vector<std::size_t> items, scores, margins;  ///< columns in the order of names
  std::vector<std::vector<std::uint32_t>> category_rank;
};

std::string head(const Sheets& sheets, Orders& orders) {
  std::string bytes = "karuna canonical answers 1";
  std::vector<std::string> unit_ids;
  for (std::size_t u = 0; u < sheets.tree.size(); ++u) unit_ids.push_back(sheets.tree[UnitId{u}].id);
  const auto units = sorted_by(unit_ids, [](const auto& id) -> const std::string& { return id; });
  orders.unit_rank = ranks(units);
  put(bytes, static_cast<std::uint64_t>(units.size()));
  for (const std::size_t u : units) {
    const Unit& unit = sheets.tree[UnitId{u}];
    put_text(bytes, unit.id);
    put_text(bytes, unit.parent ? sheets.tree[unit.parent].id : "");
  }
  const auto periods = sorted_by(sheets.periods, [](const auto& period) -> const std::string& { return period; });
  orders.period_rank = ranks(periods);
  put(bytes, static_cast<std::uint64_t>(periods.size()));
  for (const std::size_t p : periods) put_text(bytes, sheets.periods[p]);
  orders.items = sorted_by(sheets.items, [](const auto& item) -> const std::string& { return item.id; });
  put(bytes, static_cast<std::uint64_t>(orders.items.size()));
  for (const std::size_t i : orders.items) {
    put_text(bytes, sheets.items[i].id);
    put(bytes, sheets.items[i].min);
    put(bytes, sheets.items[i].max);
    put(bytes, static_cast<std::uint8_t>(sheets.items[i].reversed));
  }
  for (const std::size_t s : sorted_by(sheets.scales, [](const auto& scale) -> const std::string& { return scale.id; }))
    if (sheets.scales[s].items.empty() && sheets.scales[s].instrument.empty()) orders.scores.push_back(s);
  put(bytes, static_cast<std::uint64_t>(orders.scores.size()));
  for (const std::size_t s : orders.scores) {
    put_text(bytes, sheets.scales[s].id);
    put_double(bytes, sheets.scales[s].min);
    put_double(bytes, sheets.scales[s].max);
  }
  orders.margins = sorted_by(sheets.margins, [](const auto& margin) -> const std::string& { return margin.column; });
  put(bytes, static_cast<std::uint64_t>(orders.margins.size()));
  for (const std::size_t m : orders.margins) {
    put_text(bytes, sheets.margins[m].column);
    const auto categories = sorted_by(sheets.margins[m].categories, [](const auto& category) -> const std::string& { return category; });
    orders.category_rank.push_back(ranks(categories));
    put(bytes, static_cast<std::uint64_t>(categories.size()));
    for (const std::size_t c : categories) put_text(bytes, sheets.margins[m].categories[c]);
  }
  return bytes;
}

void hash_rows(const Sheets& sheets, const Orders& orders, std::size_t first, std::size_t last, std::vector<seal::Digest>& hashes) {
  seal::Sha256 hash;
  std::string bytes;
  for (std::size_t row = first; row < last; ++row) {
    bytes.clear();
    put(bytes, orders.unit_rank[sheets.unit[row].value]);
    put(bytes, orders.period_rank[sheets.period[row]]);
    for (const std::size_t i : orders.items) put(bytes, sheets.items[i].codes[row]);
    for (const std::size_t s : orders.scores) put_double(bytes, sheets.scales[s].values[row]);
    for (std::size_t m = 0; m < orders.margins.size(); ++m) {
      const std::uint16_t code = sheets.margins[orders.margins[m]].code[row];
      put(bytes, code == no_category ? ~std::uint32_t{0} : orders.category_rank[m][code]);
    }
    hashes[row] = hash.add(bytes).finish();
  }
}

}  // namespace

std::string sha256_of(std::string_view bytes) { return std::string(seal::text_of(seal::sha256(bytes))); }

std::string canonical_sha256(const Sheets& sheets, unsigned threads) {
  Orders orders;
  std::string bytes = head(sheets, orders);
  std::vector<seal::Digest> hashes(sheets.rows());
  const std::size_t parts = std::max<std::size_t>(1, std::min<std::size_t>(threads, sheets.rows() / 4096));
  std::vector<std::thread> workers;
  for (std::size_t p = 0; p < parts; ++p) {
    const std::size_t first = sheets.rows() * p / parts, last = sheets.rows() * (p + 1) / parts;
    if (p + 1 == parts)
      hash_rows(sheets, orders, first, last, hashes);
    else
      workers.emplace_back([&, first, last] { hash_rows(sheets, orders, first, last, hashes); });
  }
  for (std::thread& worker : workers) worker.join();
  std::sort(hashes.begin(), hashes.end());
  put(bytes, static_cast<std::uint64_t>(hashes.size()));
  seal::Sha256 all;
  all.add(bytes);
  for (const seal::Digest& hash : hashes) all.add(hash);
  return std::string(seal::text_of(all.finish()));
}

}  // namespace karuna::collect
