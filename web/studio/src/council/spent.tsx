// SPDX-License-Identifier: Apache-2.0
// What releases cost, wave by wave, against the limit of 24 months: one bar a wave for one answer and one for a whole sheet.
import {Chart} from '../result/chart.tsx';
import {useCouncilSpeech} from './speak.ts';
import type {Kind, Published} from './types.ts';

const share = (one: Published, which: 0 | 1): number => (one.spent && one.limit && one.limit[which] > 0 ? (100 * one.spent[which]) / one.limit[which] : 0);

function Bar({of, name}: {of: number; name: string}) {
  const {say, number} = useCouncilSpeech();
  const width = `${Math.min(100, of).toFixed(1)}%`;
  return (
    <p class="spent-line"><span class="small soft">{name}</span>
      <svg width="100%" height="14" aria-hidden="true" focusable="false"><rect class="whole" width="100%" height="14" rx="3" /><rect class="part" width={width} height="14" rx="3" /></svg>
      <span class="num">{say('percent', {n: number(of, 0)})}</span></p>
  );
}

export function Spent({kind, releases}: {kind: Kind; releases: Published[]}) {
  const {words, say, number} = useCouncilSpeech();
  const counted = releases.filter((one) => one.kind === kind && one.spent).sort((a, b) => a.number - b.number), last = counted[counted.length - 1];
  if (!last) return null;
  return (
    <Chart finding={say('spent_finding', {one: number(share(last, 0)), whole: number(share(last, 1))})} what={say('spent_what', {kind: words[`kind_${kind}`]})} made={[{label: words.spent_title, words: words.why_spent}]}
      table={<table><thead><tr><th scope="col">{words.col_family}</th><th scope="col" class="num">{words.spent_one}</th><th scope="col" class="num">{words.spent_whole}</th><th scope="col" class="num">{words.limit}</th></tr></thead>
        <tbody>{counted.map((one) => <tr key={one.wave}><th scope="row">{one.title}</th><td class="num">{number((one.spent?.[0] ?? 0) / 10_000, 3)}</td><td class="num">{number((one.spent?.[1] ?? 0) / 10_000, 2)}</td><td class="num">{number((one.limit?.[0] ?? 0) / 10_000, 1)}; {number((one.limit?.[1] ?? 0) / 10_000, 1)}</td></tr>)}</tbody></table>}>
      <ol class="plain spent">{counted.map((one) => <li key={one.wave}><b>{one.title}</b><div><Bar of={share(one, 0)} name={words.spent_one} /><Bar of={share(one, 1)} name={words.spent_whole} /></div></li>)}</ol>
    </Chart>
  );
}
