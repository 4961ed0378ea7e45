// SPDX-License-Identifier: Apache-2.0
// New people and who accompanies them, and how many carriers growth takes.
import {useState} from 'preact/hooks';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {Chart} from '../result/chart.tsx';
import {usePost} from '../team/post.ts';
import {useGet} from '../use.ts';
import {Dots, Files, Invitation, Name, NumberField, Scroll} from './parts.tsx';
import {refusals, useGroupSpeech} from './speak.ts';
import type {Growth, Pairs} from './types.ts';

function Proposed({pairs, done}: {pairs: Pairs; done: () => void}) {
  const {words, say} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const title = say('pairs_found', {n: pairs.new_people, without: pairs.without ?? 0});
  return (
    <Sheet title={title}>
      <p class="small soft">{words.cost_words}</p>
      <Scroll label={title}><table>
        <thead><tr><th scope="col">{words.col_new}</th><th scope="col">{words.col_start}</th><th scope="col">{words.col_carrier}</th><th scope="col">{words.col_fit}</th><th scope="col">{words.col_cost}</th></tr></thead>
        <tbody>{pairs.rows.map((row) => (
          <tr key={row.hire.id}><th scope="row"><Name who={row.hire} /></th><td>{row.start}</td><td>{row.carrier ? <Name who={row.carrier} /> : words.nobody}</td>
            <td>{row.carrier ? row.fit : '–'}</td><td>{row.carrier ? row.cost : '–'}</td></tr>))}</tbody>
      </table></Scroll>
      <p>{say('pairs_price', {best: pairs.fit_of_best ?? 0, stable: pairs.fit_of_stable ?? 0, without: pairs.without_in_stable ?? 0, price: (pairs.fit_of_best ?? 0) - (pairs.fit_of_stable ?? 0)})}{' '}
        {say('pairs_blocking', {n: pairs.blocking ?? 0})}</p>
      <h3>{words.carriers}</h3>
      <ul class="plain loads">{pairs.carriers.map((carrier) => <li key={carrier.who.id}><Name who={carrier.who} /> {carrier.resting ? words.resting : <Dots n={carrier.people} of={carrier.places} />}</li>)}</ul>
      <p><button type="button" class="main" disabled={busy} onClick={() => void post('/api/groups/pairs/accept', {way: pairs.way, seen: pairs.seen}, done)}>{words.pairs_accept}</button></p>
      {stop && <p class="note care" role="alert">{stop}</p>}
      <Files name="pairs" query={`?way=${pairs.way}`} />
    </Sheet>
  );
}

/// Carriers needed by week as a step line; the table twin has every week.
function GrowthChart({growth, query}: {growth: Growth; query: string}) {
  const {words, say} = useGroupSpeech(), {weeks} = growth;
  const width = 640, height = 160, left = 32, bottom = 24, most = Math.max(1, ...weeks.map((week) => week.needed));
  const x = (i: number) => left + (i / Math.max(1, weeks.length - 1)) * (width - left - 8), y = (n: number) => 8 + (1 - n / most) * (height - bottom - 8);
  const line = weeks.map((week, i) => `${i === 0 ? 'M' : 'H'}${x(i).toFixed(1)}${i === 0 ? ` ${y(week.needed).toFixed(1)}` : `V${y(week.needed).toFixed(1)}`}`).join('');
  return (
    <>
      <Chart finding={say('g_finding', {most: growth.most_needed, train: growth.to_train})} what={words.g_what} made={[]}
        table={<table><thead><tr><th scope="col">{words.col_week}</th><th scope="col">{words.col_hires}</th><th scope="col">{words.col_accompanied}</th><th scope="col">{words.col_needed}</th><th scope="col">{words.col_train}</th></tr></thead>
          <tbody>{weeks.map((week) => <tr key={week.week}><th scope="row">{week.week}</th><td>{week.hires}</td><td>{week.accompanied}</td><td>{week.needed}</td><td>{week.train}</td></tr>)}</tbody></table>}>
        <svg class="growth" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say('g_finding', {most: growth.most_needed, train: growth.to_train})}>
          <path class="ground" d={`M${left} ${height - bottom}H${width - 8}`} /><path class="needed" d={line} />
          <text x={left - 6} y={y(most) + 5} text-anchor="end">{most}</text><text x={left - 6} y={height - bottom} text-anchor="end">0</text>
          <text x={left} y={height - 6}>{words.col_week} 0</text><text x={width - 8} y={height - 6} text-anchor="end">{weeks[weeks.length - 1]?.week ?? 0}</text>
        </svg>
      </Chart>
      <Files name="growth" query={query} />
    </>
  );
}

function GrowthPlan() {
  const {words} = useGroupSpeech();
  const [from, setFrom] = useState(50), [to, setTo] = useState(300), [months, setMonths] = useState(18), [carriers, setCarriers] = useState(0), [places, setPlaces] = useState(2), [weeks, setWeeks] = useState(12), [training, setTraining] = useState(4);
  const query = `?from=${from}&to=${to}&months=${months}&carriers=${carriers}&places=${places}&weeks=${weeks}&training=${training}`;
  const [growth, again] = useGet<Growth>(`/api/groups/growth.json${query}`);
  return (
    <Sheet title={words.growth}>
      <div class="fields">
        <NumberField id="from" label={words.g_from} value={from} least={0} most={100_000} set={setFrom} />
        <NumberField id="to" label={words.g_to} value={to} least={0} most={100_000} set={setTo} />
        <NumberField id="months" label={words.g_months} value={months} least={1} most={120} set={setMonths} />
        <NumberField id="carriers" label={words.g_carriers} value={carriers} least={0} most={100_000} set={setCarriers} />
        <NumberField id="places" label={words.g_places} value={places} least={1} most={3} set={setPlaces} />
        <NumberField id="weeks" label={words.g_weeks} value={weeks} least={1} most={104} set={setWeeks} />
        <NumberField id="training" label={words.g_training} value={training} least={0} most={104} set={setTraining} />
      </div>
      <Fetched got={growth} again={again}>{(value) => <GrowthChart growth={value} query={query} />}</Fetched>
    </Sheet>
  );
}

export default function PairsPage() {
  const {words, say} = useGroupSpeech();
  const [way, setWay] = useState<'best' | 'stable'>('best');
  const [pairs, again] = useGet<Pairs>(`/api/groups/pairs.json?way=${way}`);
  return (
    <>
      <h1>{words.pairs_title}</h1>
      <p class="lead">{words.pairs_lead}</p>
      <p class="kinds no-print">{(['best', 'stable'] as const).map((one) => <button key={one} type="button" aria-pressed={way === one} onClick={() => setWay(one)}>{words[`way_${one}`]}</button>)}</p>
      <Fetched got={pairs} again={again}>{(value) => (
        <>
          {value.state === 'no_new_people' && <p>{say('pairs_none', {days: value.days})}</p>}
          {value.state === 'no_carriers' && <p>{say('pairs_no_carriers', {n: value.new_people})}</p>}
          {value.state === 'found' && <Proposed pairs={value} done={again} />}
          {value.accompanied.length > 0 && <Sheet title={words.accompanied}><ul>{value.accompanied.map((pair) => <li key={pair.hire.id}><Name who={pair.hire} />: <Name who={pair.carrier} /></li>)}</ul></Sheet>}
        </>
      )}</Fetched>
      <GrowthPlan />
      <Invitation />
    </>
  );
}
