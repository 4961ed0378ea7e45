// SPDX-License-Identifier: Apache-2.0
// The rules of every wave beside those of the one before, and who signed them.
import {Code, WaveLine} from '../council/parts.tsx';
import {type CouncilSpeech, useCouncilSpeech} from '../council/speak.ts';
import type {Rule, RuleValue, WaveRules} from '../council/types.ts';
import {Fetched} from '../frame/parts.tsx';
import {profileName} from '../language.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function written({words, say, number, frame}: CouncilSpeech, rule: Rule, value: RuleValue): string {
  if (rule.name === 'guess_one' || rule.name === 'guess_whole') return typeof value === 'number' ? say('percent', {n: number(value, 1)}) : words.no_number;
  if (rule.name === 'profile' && typeof value === 'string') return profileName(frame.words, value);
  if (value === null) return '–';
  return typeof value === 'boolean' ? (value ? words.yes : words.no) : typeof value === 'number' ? number(value) : value;
}

function Change({rule}: {rule: Rule}) {
  const {words} = useCouncilSpeech();
  if (rule.change === 'first' || rule.change === 'same') return null;
  return <span class={`change ${rule.change}`}>{words[rule.change]}</span>;
}

function OneWave({wave, open}: {wave: WaveRules; open: boolean}) {
  const speech = useCouncilSpeech(), {words, say, number} = speech;
  const changed = wave.rules.filter((rule) => rule.change !== 'same' && rule.change !== 'first');
  return (
    <details class="sheet wave-rules" open={open}>
      <summary><span><b><bdi>{wave.title}</bdi></b> <WaveLine wave={wave} state={wave.state} /></span></summary>
      <p>{wave.before === null ? words.compared_first : changed.length === 0 ? say('compared_same', {title: wave.before}) : say('compared', {title: wave.before, n: number(changed.length)})}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={wave.title}>
        <table class="rules">
          <thead><tr><th scope="col">{words.col_rule}</th><th scope="col" class="num">{words.col_value}</th>{wave.before !== null && <th scope="col" class="num">{words.col_before}</th>}</tr></thead>
          <tbody>{wave.rules.map((rule) => (
            <tr key={rule.name}><th scope="row">{words[`rule_${rule.name}`]}</th><td class="num"><Change rule={rule} /> <bdi>{written(speech, rule, rule.value)}</bdi></td>
              {wave.before !== null && <td class="num soft"><bdi>{rule.change === 'first' ? '–' : written(speech, rule, rule.before)}</bdi></td>}</tr>
          ))}</tbody>
        </table>
      </div>
      <h2>{words.who_signed}</h2>
      <ul class="plain signed">{wave.signed.map((part) => (
        <li key={part.part}>{words[`part_${part.part}`]}: {part.server && words.signed_server}, {part.council ? say('signed_council', {key: `\u2066${part.council.slice(0, 8)}…\u2069`}) : words.signed_not}<br /><Code>{part.sha256}</Code></li>
      ))}</ul>
    </details>
  );
}

export default function Rules() {
  const {words} = useCouncilSpeech();
  const [rules, again] = useGet<WaveRules[]>('/api/council/rules.json');
  return (
    <>
      <h1>{words.title_rules}</h1>
      <p class="lead">{words.lead_rules}</p>
      <Fetched got={rules} again={again}>{(waves) => (waves.length === 0 ? <p>{words.none_rules}</p> : (
        <>
          {waves.map((wave, i) => <OneWave key={wave.wave} wave={wave} open={i === 0} />)}
          <p class="small soft">{words.coin}</p>
          <Files of={['/api/council/rules']} />
        </>
      ))}</Fetched>
    </>
  );
}
