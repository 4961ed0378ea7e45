// SPDX-License-Identifier: Apache-2.0
#include "people/wanted_links.h"

#include <array>

#include "seal/base64url.h"
#include "seal/hash.h"

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

Result<void> run(Transaction& tx, std::string_view sql, std::span<const Value> values) {
  KARUNA_TRY(done, tx.run(sql, values));
  (void)done;
  return {};
}

}  // namespace

void want_link(const PeopleDatabase& people, std::string_view login, std::int64_t hour) {
  people->write_later(
      "note that a sign-in link is wanted",
      [login = std::string(login.substr(0, 300)), hour](Transaction& tx) -> Result<void> {
        const std::array<Value, 3> values{login, hour, most_unspent_links};
        return run(tx,
                   "insert into link_wanted(person_id) select person_id from person where login=?1 and email<>'' "
                   "and (select count(*) from link where login=?1 and valid_until>=?2) < ?3 on conflict do nothing",
                   values);
      },
      [](const Result<void>&) {});  // who got no link asks again
}

Result<std::optional<WantedLink>> next_wanted_link(const MailDatabase& people, std::int64_t hour) {
  std::optional<WantedLink> next;
  const auto written = people->write("make a sign-in link that is wanted", [&](Transaction& tx) -> Result<void> {
    next.reset();
    KARUNA_TRY(rows, tx.query("select w.person_id, coalesce(p.login, ''), coalesce(p.email, ''), coalesce(p.language, '') from link_wanted w "
                              "left join person p on p.person_id=w.person_id order by w.person_id"));
    for (const auto& row : rows) {
      const std::array<Value, 1> person{row.blob(0)};
      KARUNA_CHECK(run(tx, "delete from link_wanted where person_id=?1", person));
      if (row.text(2).empty()) continue;  // left the roster since
      KARUNA_TRY(secret, seal::random_bytes(32));
      const std::string code = seal::to_base64url(secret);
      const std::array<Value, 3> link{blob_of(seal::sha256(code)), row.text(1), hour + wanted_link_hours};
      KARUNA_CHECK(run(tx, "insert into link(hash, login, valid_until) values(?1, ?2, ?3)", link));
      next = WantedLink{row.text(2), row.text(3), code};
      break;
    }
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return next;
}

}  // namespace karuna::people
