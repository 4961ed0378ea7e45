// SPDX-License-Identifier: Apache-2.0
// What a drafted wave would show and cost, and the second step: publishing, which this page cannot do.
import {Asking} from '../approvals/asking.tsx';
import {Sheet} from '../frame/parts.tsx';
import {Sentence} from '../said/sentence.tsx';
import {type LeadSpeech, useLeadSpeech} from './speak.ts';
import type {Plan} from './types.ts';

/// Groups by their size, with the limit as a line: a dot a group.
function Sizes({plan}: {plan: Plan}) {
  const {words, number} = useLeadSpeech();
  const sizes = plan.cells.map((cell) => cell.eligible).sort((a, b) => a - b), limit = Math.min(...plan.cells.map((cell) => cell.minimum)), most = Math.max(limit * 2, ...sizes);
  const at = (size: number) => `${(2 + (94 * size) / most).toFixed(2)}%`;
  return (
    <svg class="sizes" width="100%" height="64" aria-hidden="true" focusable="false">
      <line class="ground" x1="0" x2="100%" y1="28" y2="28" />
      <line class="limit" x1={at(limit)} x2={at(limit)} y1="6" y2="40" /><text x={at(limit)} y="58" text-anchor="middle">{words.plan_limit} {number(limit)}</text>
      {sizes.map((size, i) => <circle key={i} cx={at(size)} cy={28} r="5.5" />)}
      <text x={at(most)} y="58" text-anchor="end">{number(most)}</text>
    </svg>
  );
}

function level({words, say}: LeadSpeech, name: string): string {
  const numbered = /^level (\d+)$/.exec(name);
  return numbered ? say('plan_level_n', {n: numbered[1] ?? ''}) : name === 'organisation' ? words.plan_organisation : name === 'cells' ? words.plan_level_cells : name;
}

/// Rounded up, because it stands behind "at most".
const percentUp = (share: number): number => Math.ceil(1000 * share - 1e-9) / 10;

export function Planned({plan, toml}: {plan: Plan; toml: string}) {
  const speech = useLeadSpeech(), {words, frame, say, number} = speech;
  const least = Math.min(...plan.cells.map((cell) => cell.eligible)), limit = Math.min(...plan.cells.map((cell) => cell.minimum));
  const together = plan.cells.filter((cell) => cell.reason);
  const share = (spent: [number, number]) => number(100 * Math.max(...spent.map((one, i) => one / Math.max(1, plan.budget_limit[i] ?? 1))), 0);
  return (
    <div class="planned">
      <h2 tabIndex={-1} id="plan">{say('plan_title', {title: plan.title})}</h2>
      <p>{say('plan_time', {questions: number(plan.questions.length), minutes: number(Math.max(1, plan.minutes)), ballots: number(plan.expected_ballots)})} {plan.minutes > 10 && <b>{words.plan_minutes_over}</b>}</p>
      <figure class="chart"><figcaption><h3>{words.plan_cells}</h3><p>{say(plan.cells.length === 1 ? 'plan_cells_one' : 'plan_cells_finding', {n: number(plan.cells.length), least: number(least), limit: number(limit)})} {words.plan_cells_what}</p></figcaption>
        <Sizes plan={plan} />
        <details><summary>{frame.as_table}</summary><div class="scroll" tabIndex={0} role="region" aria-label={words.plan_cells}><table><thead><tr><th scope="col">{frame.unit}</th><th scope="col" class="num">{words.plan_people}</th><th scope="col" class="num">{words.plan_limit}</th></tr></thead>
          <tbody>{plan.cells.map((cell) => <tr key={cell.cell}><th scope="row"><bdi>{cell.label}</bdi></th><td class="num">{number(cell.eligible)}</td><td class="num">{number(cell.minimum)}</td></tr>)}</tbody></table></div></details>
      </figure>
      <h3 id="seen">{words.plan_seen}</h3><p class="small soft">{words.plan_seen_what}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="seen"><table><thead><tr><th scope="col">{words.plan_level}</th><th scope="col" class="num">{words.plan_units}</th><th scope="col" class="num">{words.plan_index}</th><th scope="col" class="num">{words.plan_scales}</th><th scope="col" class="num">{words.plan_items}</th></tr></thead>
        <tbody>{plan.levels.map((one) => <tr key={one.level}><th scope="row">{level(speech, one.level)}</th><td class="num">{number(one.units)}</td>{[0, 1, 2].map((g) => <td key={g} class="num"><bdi>{number(one.seen[g] ?? 0)}{(one.half_width_90[g] ?? 0) > 0 && ` (± ${number(one.half_width_90[g] ?? 0, 2)})`}</bdi></td>)}</tr>)}</tbody></table></div>
      <Sheet title={words.plan_noise}>
        <p>{plan.profile === 'exact' ? words.plan_exact : say('plan_guess', {one: number(percentUp(plan.guess_one_answer), 1), whole: number(percentUp(plan.guess_whole_ballot), 1)})}</p>
        {plan.profile !== 'exact' && <p>{say('plan_rhythm', {before: share(plan.budget_before), after: share(plan.budget_after)})}</p>}
      </Sheet>
      {plan.loosens.length > 0 && <Asking rules={plan.loosens} than={plan.looser_than} toml={toml} />}
      {plan.warnings.length > 0 && <section class="note care"><h3>{words.plan_warnings}</h3><ul>{plan.warnings.map((one, i) => <li key={one}><Sentence said={plan.warnings_said[i] ?? null} english={one} /></li>)}</ul></section>}
      {together.length > 0 && <details><summary>{words.plan_why}</summary><ul>{together.map((cell) => (
        <li key={cell.cell}><b><bdi>{cell.label}</bdi></b>: {cell.reason_said.length === 0 ? <bdi lang="en">{cell.reason}</bdi> : cell.reason_said.map((one) => <span key={one.code}><Sentence said={one} english={cell.reason} /> </span>)}</li>
      ))}</ul></details>}
      <Sheet title={words.publish_title}>
        <p>{words.publish_words}</p>
        <p><a class="button main" href={`data:application/toml;charset=utf-8,${encodeURIComponent(toml)}`} download="WAVE.toml">{words.publish_file}</a></p>
        <pre dir="ltr" class="scroll" tabIndex={0} aria-label="karuna">{'karuna wave plan WAVE.toml\nkaruna wave publish WAVE.toml\nkaruna wave publish ID'}</pre>
        <p>{words.publish_again}</p>
        <pre dir="ltr" class="scroll" tabIndex={0} aria-label="WAVE.toml">{toml}</pre>
      </Sheet>
    </div>
  );
}
