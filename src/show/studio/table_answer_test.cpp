// SPDX-License-Identifier: Apache-2.0
#include "show/studio/table_answer.h"

#include <gtest/gtest.h>

#include "show/studio/team/team.h"

namespace karuna::show {
namespace {

using nlohmann::json;

TEST(TableAnswer, LeavesEmptyWhatARowDoesNotHaveAndRunsNothingInASpreadsheet) {
  const json rows = {{{"a", 1}, {"b", true}, {"c", "x, y"}}, {{"a", nullptr}, {"b", false}, {"d", "not asked for"}}, {{"a", 0.5}, {"c", {"one", "two"}}}, {{"c", "=1+1"}}};
  EXPECT_EQ(table_of(rows, {"a", "b", "c"}), "a,b,c\r\n1,yes,\"x, y\"\r\n,no,\r\n0.5,,one; two\r\n,,\"'=1+1\"\r\n");
  EXPECT_EQ(table_of(json::array(), {"a"}), "a\r\n");
}

TEST(TableAnswer, NamesWhateverIsInside) {
  const json rows = rows_of_values({{"k", {10, 30}}, {"wave", {{"title", "Spring"}, {"none", nullptr}}}, {"pods", {{{"round", 1}}, {{"round", 2}}}}});
  EXPECT_EQ(table_of(rows, {"name", "value"}), "name,value\r\nk,10; 30\r\npods.0.round,1\r\npods.1.round,2\r\nwave.none,\r\nwave.title,Spring\r\n");
}

TEST(TeamRows, SayAsMuchOfATeamAsItsPageAndNothingWhereThatShowsNothing) {
  const json measure{{"id", "support"}, {"name", "Support"}}, own{{"state", "below"}, {"value", 51}, {"low", 46}, {"high", 56}, {"n", 12}, {"weak", false}},
      whole{{"state", "no_clear_difference"}, {"value", 66}, {"low", 64}, {"high", 68}, {"n", 400}, {"weak", false}}, hidden{{"state", "not_shown"}};
  json team{{"state", "pooled"}, {"kind", "deep"}, {"unit", "Logistics A"}, {"title", "Spring"}, {"pooled_with", {"Logistics B", "Logistics C"}}, {"ballots", 12},
            {"statements", {{{"kind", "concern"}, {"measure", measure}, {"team", own}, {"organisation", whole}}}},
            {"history", {{"measure", measure}, {"periods", {{{"title", "Autumn"}, {"team", hidden}, {"organisation", whole}}}}}},
            {"look_again", {{"measure", measure}, {"hour", 500000}}}};
  EXPECT_EQ(table_of(team_rows(team), team_columns),
            "what,kind,measure,name,wave,state,pooled_with,n,value,low,high,organisation,organisation_low,organisation_high,hour\r\n"
            "team,deep,,Logistics A,Spring,pooled,Logistics B; Logistics C,12,,,,,,,\r\n"
            "statement,concern,support,Support,Spring,below,,12,51,46,56,66,64,68,\r\n"
            "history,,support,Support,Autumn,not_shown,,,,,,66,64,68,\r\n"
            "look again,,support,Support,,,,,,,,,,,500000\r\n");
  team = {{"state", "not_shown"}, {"kind", "deep"}, {"pooled_with", json::array()}, {"statements", json::array()}, {"history", nullptr}, {"look_again", nullptr}};
  EXPECT_EQ(table_of(team_rows(team), {"what", "state", "n"}), "what,state,n\r\nteam,not_shown,\r\n");
}

}  // namespace
}  // namespace karuna::show
