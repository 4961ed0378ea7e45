// SPDX-License-Identifier: Apache-2.0
#include "show/report/files/dictionary.h"

namespace karuna::show {
namespace {

constexpr std::string_view state_words =
    "above, below or no_clear_difference from the organisation by the 90 % interval; pooled: counted with the units in pooled_with; not_shown: nothing may be "
    "shown "
    "(too small, revealing, nobody answered and no people look alike)";

constexpr ColumnCard tree_columns[] = {
    {"unit", "text", "id of the unit; parents stand before their children"},
    {"parent", "text", "id of the unit above; empty for the organisation"},
    {"name", "text", "name of the unit"},
    {"depth", "integer", "0 for the organisation"},
    {"eligible", "integer", "people who could answer, where headcounts are known"},
};

constexpr ColumnCard periods_columns[] = {
    {"period", "text", "label, in order of time"},
    {"ballots", "integer", "rows that count in the period"},
    {"response", "number", "share of the eligible who answered, 0 to 1; empty where headcounts are not known"},
};

constexpr ColumnCard units_columns[] = {
    {"measure", "text", "id of the measure; its name and scale stand in organisation.csv"},
    {"period", "text", "label of the period"},
    {"unit", "text", "id of the unit, see tree.csv; the organisation itself is the first"},
    {"state", "text", state_words},
    {"n", "integer", "ballots behind the figure"},
    {"raw", "number", "mean as answered, in points of the measure"},
    {"value", "number", "the figure to be read: drawn towards the organisation, the smaller the unit the more"},
    {"low", "number", "lower end of the 90 % interval"},
    {"high", "number", "upper end of the 90 % interval"},
    {"weak", "yes/no", "yes where between 30 and 50 % of the eligible answered"},
    {"pool", "integer", "of a pooled unit: the line in pools.csv that holds its figure"},
    {"pooled_with", "text", "of a pooled unit: ids of the other units, separated by ' | '; at most 3, the line in pools.csv has all"},
    {"change", "number", "since the period before, in points; empty where not known"},
    {"change_low", "number", "lower end of the 90 % interval of the change"},
    {"change_high", "number", "upper end of the 90 % interval of the change"},
    {"changed", "yes/no", "yes where the interval leaves 0 and the change reaches the step fixed beforehand"},
};

constexpr ColumnCard organisation_columns[] = {
    {"measure", "text", "id of the measure"},
    {"name", "text", "its name"},
    {"kind", "text", "index, dimension, scale, score or item"},
    {"direction", "text", "higher_is_better or lower_is_better"},
    {"min", "number", "lower end of the scale"},
    {"max", "number", "upper end of the scale"},
    {"group", "text", "of a scale: the dimension it belongs to"},
    {"instrument", "text", "catalogue id; empty for a column of the analyst's own"},
    {"status", "text", "how far the instrument is validated"},
    {"period", "text", "label of the period"},
    {"state", "text", "shown or not_shown"},
    {"n", "integer", "ballots behind the figure"},
    {"raw", "number", "mean as answered"},
    {"value", "number", "the figure to be read"},
    {"low", "number", "lower end of the 90 % interval"},
    {"high", "number", "upper end of the 90 % interval"},
    {"change", "number", "since the period before, in points"},
    {"change_low", "number", "lower end of the 90 % interval of the change"},
    {"change_high", "number", "upper end of the 90 % interval of the change"},
    {"changed", "yes/no", "yes where the interval leaves 0 and the change reaches the step fixed beforehand"},
    {"worst_low", "number", "the value if everybody who did not answer stood at the lower end"},
    {"worst_high", "number", "the value if everybody who did not answer stood at the upper end"},
    {"weighted", "number", "weighted to the margins that were given"},
    {"weighted_low", "number", "lower end of its 90 % interval"},
    {"weighted_high", "number", "upper end of its 90 % interval"},
    {"refused", "text", "why the measure is refused in this period; empty otherwise"},
};

constexpr ColumnCard pools_columns[] = {
    {"measure", "text", "id of the measure"},
    {"period", "text", "label of the period"},
    {"pool", "integer", "number of the line, from 0 in each measure and period"},
    {"under", "text", "id of the deepest unit that contains all of the pool"},
    {"units", "text", "ids of the units counted together, separated by ' | '"},
    {"state", "text", state_words},
    {"n", "integer", "ballots behind the figure"},
    {"raw", "number", "mean as answered"},
    {"value", "number", "the figure to be read"},
    {"low", "number", "lower end of the 90 % interval"},
    {"high", "number", "upper end of the 90 % interval"},
};

constexpr ColumnCard reliability_columns[] = {
    {"measure", "text", "id of the measure"},
    {"period", "text", "label of the period"},
    {"label", "text", "alpha, omega, ICC(1), ICC(2), rwg(j), ..."},
    {"value", "number", "the coefficient; empty where it is not known"},
    {"low", "number", "lower end of its interval"},
    {"high", "number", "upper end of its interval"},
    {"words", "text", "what it means here, or why it is not known"},
};

constexpr ColumnCard gates_columns[] = {
    {"measure", "text", "id of the measure"},
    {"period", "text", "label of the period"},
    {"gate", "text", "the question asked before the scale is used"},
    {"result", "text", "passed, not_passed or not_known"},
    {"words", "text", "what that means for reading the scale"},
};

constexpr ColumnCard notes_columns[] = {
    {"part", "text",
     "title, profile, version, seed, draws, input_sha256, index, finding, finding_rule, remark, protection, computation, data_quality, not_promised, notice"},
    {"label", "text", "what the line is about; the measure of a finding, remark or notice"},
    {"period", "text", "of a remark: label of the period; empty otherwise"},
    {"words", "text", "the line itself"},
};

constexpr ColumnCard funnel_columns[] = {
    {"measure", "text", "id of the measure"},
    {"period", "text", "label of the period"},
    {"unit", "text", "id of the unit"},
    {"n", "number", "answers"},
    {"value", "number", "as published"},
    {"centre", "number", "value of all units together"},
    {"low95", "number", "lower 95 % limit at this n"},
    {"high95", "number", "upper 95 % limit at this n"},
    {"low998", "number", "lower 99.8 % limit at this n"},
    {"high998", "number", "upper 99.8 % limit at this n"},
};

constexpr ColumnCard dictionary_columns[] = {
    {"table", "text", "file name"},
    {"column", "text", "column name; empty in the line that describes the table"},
    {"type", "text", "text, integer, number (decimal point) or yes/no"},
    {"words", "text", "what it holds"},
};

}  // namespace

const TableCard tree_card{"tree.csv", "the organisation's tree", tree_columns};
const TableCard periods_card{"periods.csv", "the periods and how many answered", periods_columns};
const TableCard units_card{"units.csv", "every measure, period and unit, one row each", units_columns};
const TableCard organisation_card{"organisation.csv", "every measure and period for the whole organisation", organisation_columns};
const TableCard pools_card{"pools.csv", "units that are counted together, and their shared figure", pools_columns};
const TableCard reliability_card{"reliability.csv", "coefficients of reliability and agreement", reliability_columns};
const TableCard gates_card{"gates.csv", "what each scale may be used for", gates_columns};
const TableCard notes_card{"notes.csv", "everything the report says in sentences", notes_columns};
const TableCard funnel_card{"funnel.csv", "units of a published table against chance", funnel_columns};
const TableCard dictionary_card{"data-dictionary.csv", "what every column of every table means", dictionary_columns};

}  // namespace karuna::show
