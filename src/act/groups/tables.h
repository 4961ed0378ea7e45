// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/database.h"

namespace karuna::act {

/// What act.sqlite keeps for pods, pairs and ambassadors. There is no column for a reason anywhere, and none for who asked not to take part.
inline constexpr store::Migration group_tables{"002_groups", R"(
create table group_choice(person text primary key, pod integer not null, ambassador integer not null, carrier integer not null, resting integer not null, places integer not null,
  load integer not null, hours text not null) without rowid;
create table apart(person text not null, other text not null, primary key(person, other)) without rowid;
create table pod_round(round integer primary key, begins text not null, every_weeks integer not null, meetings integer not null, minutes integer not null);
create table pod(round integer not null, pod integer not null, start integer not null, primary key(round, pod)) without rowid;
create table pod_member(round integer not null, person text not null, pod integer not null, wants_other integer not null, primary key(round, person)) without rowid;
create table ambassador(person text primary key, rounds integer not null) without rowid;
create table accompanied(hire text primary key, carrier text not null) without rowid;
)"};

/// For whom cover_wishes has drawn already.
inline constexpr store::Migration cover_tables{"004_cover", R"(
create table covered(person text primary key) without rowid;
)"};

}  // namespace karuna::act
