// SPDX-License-Identifier: Apache-2.0
// How the index comes about: its parts with intervals, what each holds back, how much it owes to its weights, and how surely each scale measures.
import {Sheet} from '../frame/parts.tsx';
import {Estimates, Head, Kinds, Released, madeBy} from '../lead/parts.tsx';
import {query, usePlace} from '../lead/place.ts';
import {DIMENSIONS, nameOf, whyNot} from '../lead/sentences.ts';
import {type LeadSpeech, useLeadSpeech} from '../lead/speak.ts';
import type {IndexPage, Judged, NotReleased} from '../lead/types.ts';
import {useSpeech} from '../language.ts';
import {Result, ResultCells, ResultHeads} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {Mark} from '../result/mark.tsx';
import {partsFinding} from '../result/parts_finding.ts';
import {Rows} from '../result/rows.tsx';
import {shownOf} from '../result/types.ts';
import {Sentence} from '../said/sentence.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

const failedOf = (one: Judged): string[] => one.gates.filter((gate) => gate.result === 'not_passed').map((gate) => gate.name);

function MadeOf({page}: {page: IndexPage}) {
  const speech = useLeadSpeech(), {words} = speech;
  return (
    <Sheet title={words.made_title}>
      <ul class="made-of">{DIMENSIONS.map((dimension) => {
        const scales = page.measures.filter((one) => one.kind === 'scale' && one.group === dimension), there = scales.some((one) => shownOf(one.cell));
        return (
          <li key={dimension} class={there ? '' : 'greyed'}><b>{words[dimension]}</b>
            <ul>{scales.length === 0 ? <li>{words.no_scale}</li> : scales.map((one) => <li key={one.id}>{nameOf(speech, one)} {shownOf(one.cell) ? <Result cell={one.cell} scale={one} against="nothing" /> : <span class="soft"><Mark state="not_shown" /> {whyNot(speech, {...one, failed: failedOf(one)}).words}</span>}</li>)}</ul>
          </li>
        );
      })}</ul>
    </Sheet>
  );
}

/// Dimensions where there is an index, else scales: one drawing for each fixed scale.
function Profile({page}: {page: IndexPage}) {
  const speech = useLeadSpeech(), plain = useSpeech(), {frame, say, number} = speech;
  const dimensions = page.measures.filter((one) => one.kind === 'dimension'), parts = (dimensions.some((one) => shownOf(one.cell)) ? dimensions : page.measures.filter((one) => one.kind === 'scale' && one.id !== 'index'));
  const scales = [...new Set(parts.map((one) => `${one.min} ${one.max}`))];
  return <>{scales.map((ends) => {
    const rows = parts.filter((one) => `${one.min} ${one.max}` === ends), first = rows[0];
    return first && (
      <Chart key={ends} finding={partsFinding(plain, rows.map((one) => ({name: nameOf(speech, one), cell: one.cell, scale: one}))) ?? say('parts_finding', {n: number(rows.filter((one) => shownOf(one.cell)).length), all: number(rows.length)})} what={say('parts_what', {min: number(first.min), max: number(first.max), wave: page.period})} made={madeBy(speech, first, page.profile)}
        table={<table><thead><tr><th scope="col">{frame.col_what}</th><ResultHeads /></tr></thead><tbody>{rows.map((one) => <tr key={one.id}><th scope="row">{nameOf(speech, one)}</th><ResultCells cell={one.cell} scale={one} against="nothing" /></tr>)}</tbody></table>}>
        <Rows rows={rows.map((one) => ({id: one.id, name: nameOf(speech, one), cell: one.cell, scale: one, against: 'nothing'}))} />
      </Chart>
    );
  })}</>;
}

const nameOfDimension = ({words}: LeadSpeech, id: string): string => words[id.replace('dimension:', '') as 'culture'] ?? id;
const signed = ({number}: LeadSpeech, value: number): string => `${value > 0 ? '+' : ''}${number(value, 1)}`;

function Weights({page}: {page: IndexPage}) {
  const speech = useLeadSpeech(), {words, frame, say, number} = speech, detail = page.detail, index = page.measures.find((one) => one.kind === 'index');
  if (!detail || !index) return <p class="note">{words.no_detail}</p>;
  const most = [...detail.shares].sort((a, b) => b.missing - a.missing)[0], all = detail.shares.reduce((sum, one) => sum + one.missing, 0);
  const far = Math.max(...detail.shifts.map((one) => Math.abs(one.shift))), reach = Math.max(2, ...detail.shifts.flatMap((one) => [Math.abs(one.low), Math.abs(one.high)]));
  const scale = {min: 0, max: Math.max(10, Math.ceil(Math.max(...detail.shares.map((one) => one.high)))), digits: 1, direction: 'lower_is_better' as const};
  const choice = (one: (typeof detail.shifts)[number]) => say(one.choice, {dimension: nameOfDimension(speech, one.dimension)});
  const range = (one: {low: number; high: number}) => `(${signed(speech, one.low)} – ${signed(speech, one.high)})`;
  const made = madeBy(speech, index, page.profile, [{label: frame.why_index, words: words.index_is}]);
  return (
    <>
      {most && <Chart finding={say('share_finding', {dimension: nameOfDimension(speech, most.dimension), value: number(most.missing, 1), all: number(all, 1)})} what={words.share_what} made={made}
        table={<table><thead><tr><th scope="col">{frame.col_what}</th><th scope="col" class="num">{words.share_col}</th><th scope="col" class="num">{frame.col_interval}</th></tr></thead>
          <tbody>{detail.shares.map((one) => <tr key={one.dimension}><th scope="row">{nameOfDimension(speech, one.dimension)}</th><td class="num">{number(one.missing, 1)}</td><td class="num"><bdi>{number(one.low, 1)}–{number(one.high, 1)}</bdi></td></tr>)}</tbody></table>}>
        <Estimates scale={scale} rows={detail.shares.map((one) => ({id: one.dimension, name: nameOfDimension(speech, one.dimension), value: one.missing, low: one.low, high: one.high, words: `${number(one.missing, 1)} (${number(one.low, 1)}–${number(one.high, 1)})`}))} />
      </Chart>}
      <Chart finding={say('shift_finding', {value: number(far, 1)})} what={words.shift_what} made={made}
        table={<table><thead><tr><th scope="col">{frame.col_what}</th><th scope="col" class="num">{words.shift_col}</th><th scope="col" class="num">{words.shift_move}</th><th scope="col" class="num">{frame.col_interval}</th></tr></thead>
          <tbody>{detail.shifts.map((one) => <tr key={choice(one)}><th scope="row">{choice(one)}</th><td class="num">{number(one.index, 1)}</td><td class="num"><bdi>{signed(speech, one.shift)}</bdi></td><td class="num"><bdi>{range(one)}</bdi></td></tr>)}</tbody></table>}>
        <Estimates scale={{min: -reach, max: reach, digits: 1, direction: 'higher_is_better'}} rows={detail.shifts.map((one) => ({id: choice(one), name: choice(one), value: one.shift, low: one.low, high: one.high, words: `${signed(speech, one.shift)} ${range(one)}`}))} />
      </Chart>
    </>
  );
}

/// What was not passed or is not known by name, the rest as a number.
function Gates({gates}: {gates: Judged['gates']}) {
  const {words, word, say, number} = useLeadSpeech(), passed = gates.filter((gate) => gate.result === 'passed').length;
  return (
    <ul class="plain gates">
      {gates.filter((gate) => gate.result !== 'passed').map((gate) => <li key={gate.name} class={gate.result}><span aria-hidden="true">{gate.result === 'not_passed' ? '✕' : '?'}</span> {word(gate.name)}: {words[gate.result]}</li>)}
      {passed > 0 && <li class="passed"><span aria-hidden="true">✓</span> {say(passed === gates.length ? 'gates_all' : 'gates_rest', {n: number(passed)})}</li>}
    </ul>
  );
}

function Judgement({page}: {page: IndexPage}) {
  const speech = useLeadSpeech(), {words, word, number} = speech;
  const coefficient = (one: Judged): string => { const line = one.reliability.find((each) => each.label === 'omega' && each.value !== null) ?? one.reliability.find((each) => each.label === 'alpha'); return line && line.value !== null ? `${line.label} ${number(line.value, 2)}${line.low !== null && line.high !== null ? ` (${number(line.low, 2)}–${number(line.high, 2)})` : ''}` : words.not_known; };
  const scales = page.measures.filter((one) => one.kind === 'scale' && one.gates.length > 1);
  if (scales.length === 0) return null;
  return (
    <section>
      <h2 id="judged">{words.judged_title}</h2>
      <p>{words.judged_lead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="judged"><table class="stacked">
        <thead><tr><th scope="col">{words.col_scale}</th><th scope="col" class="cap">{word('reliability')}</th><th scope="col">{words.col_gates}</th><th scope="col">{words.col_status}</th></tr></thead>
        <tbody>{scales.map((one) => (
          <tr key={one.id}><th scope="row">{nameOf(speech, one)}</th><td><bdi>{coefficient(one)}</bdi></td>
            <td><Gates gates={one.gates} /></td>
            <td data-label={words.col_status}>{one.status === 'not validated' ? words.status_own : words.status_key}</td></tr>
        ))}</tbody></table></div>
      <details><summary>{words.judged_more}</summary>{scales.map((one) => (
        <section key={one.id}><h3><bdi>{nameOf(speech, one)}</bdi></h3>
          <ul>{one.gates.map((gate) => <li key={gate.name}><b class="cap">{word(gate.name)}</b>: {words[gate.result]}. <Sentence said={gate.said} english={gate.words} /></li>)}
            {one.reliability.filter((line) => line.value !== null).map((line) => <li key={line.label}><b><bdi lang="en">{line.label}</bdi></b> {number(line.value ?? 0, line.digits)}: <Sentence said={line.said} english={line.words} /></li>)}</ul></section>
      ))}</details>
    </section>
  );
}

function Whole({page}: {page: IndexPage}) {
  const speech = useLeadSpeech(), {words, say} = speech, index = page.measures.find((one) => one.kind === 'index' && shownOf(one.cell));
  const lead = index ?? page.measures.find((one) => shownOf(one.cell));
  return (
    <>
      {lead && <p class="headline"><span>{nameOf(speech, lead)}</span> <Result cell={lead.cell} scale={lead} against="nothing" /></p>}
      <p class={index ? '' : 'note'}>{index ? words.index_is : say('index_none', {name: lead ? nameOf(speech, lead) : '–'})} {index?.id === 'cii-3' && words.index_cii3}</p>
      <MadeOf page={page} />
      <Profile page={page} />
      <Weights page={page} />
      <Judgement page={page} />
    </>
  );
}

export default function TheIndex() {
  const {words, language} = useLeadSpeech(), place = usePlace();
  const [got, again] = useGet<IndexPage | NotReleased>(`/api/lead/index.json${query({kind: place.kind}, language)}`);
  return (
    <>
      <Head title={words.index_title} />
      <Released got={got} again={again} what={words.index_nothing}>{(page) => (
        <>
          <Kinds kinds={page.kinds} kind={page.kind} place={place} />
          <Whole page={page} />
          <Files of={['/api/lead/index']} query={query({kind: page.kind}, language)} />
        </>
      )}</Released>
    </>
  );
}
