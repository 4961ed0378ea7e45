// SPDX-License-Identifier: Apache-2.0
// A table of people: looked at, then taken; the last import can be taken back.
import {useRef, useState} from 'preact/hooks';
import {DiffTable} from '../admin/diff.tsx';
import {useAdminSpeech} from '../admin/speak.ts';
import type {Diff, Stored} from '../admin/types.ts';
import {get, send} from '../api.ts';
import {upload} from '../council/upload.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {useFrame, useGet} from '../use.ts';

function Import({changed}: {changed: () => void}) {
  const {words, say, number, frame} = useAdminSpeech();
  const csrf = useFrame().session.signed?.csrf ?? '';
  const file = useRef<HTMLInputElement>(null);
  const [columns, setColumns] = useState(''), [units, setUnits] = useState('');
  const [busy, setBusy] = useState(false), [diff, setDiff] = useState<Diff>(), [stop, setStop] = useState('');
  const ask = async (take: boolean) => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return;
    setBusy(true);
    setStop('');
    const query = new URLSearchParams({file: chosen.name, columns, units, ...(take && diff ? {take: '1', sha256: diff.sha256} : {})});
    const {good, code, body} = await upload(`/api/admin/people/import?${query.toString()}`, csrf, chosen, 'text/csv');
    if (good) setDiff(body as Diff);
    else {
      setDiff(undefined);
      setStop(code === 'OFFLINE' ? frame.words.offline : code === 'ANOTHER_FILE' ? words.another_file : (body as {words?: string}).words ?? frame.say('broken', {what: code}));
    }
    setBusy(false);
    if (good && take) changed();
  };
  const clear = () => { setDiff(undefined); setStop(''); };
  return (
    <>
      <form class="sheet" onSubmit={(event) => { event.preventDefault(); void ask(false); }}>
        <label for="table">{words.choose}</label>
        <input id="table" type="file" accept=".csv,.txt,.tsv,text/csv" ref={file} required disabled={busy} onChange={clear} />
        <details>
          <summary>{words.columns}</summary>
          <label for="columns">{words.columns}</label><p class="small soft" id="columns-hint">{words.columns_hint}</p>
          <input id="columns" dir="ltr" aria-describedby="columns-hint" value={columns} onInput={(event) => { setColumns(event.currentTarget.value); clear(); }} />
          <label for="units">{words.units}</label><p class="small soft" id="units-hint">{words.units_hint}</p>
          <input id="units" dir="ltr" aria-describedby="units-hint" value={units} onInput={(event) => { setUnits(event.currentTarget.value); clear(); }} />
        </details>
        <p class="buttons"><button type="submit" class={diff ? '' : 'main'} disabled={busy}>{words.look}</button><a class="button quiet" href="/api/admin/people/template.csv" download="people.csv">{words.template}</a></p>
      </form>
      <div role="status">
        {stop && <section class="note care" id="stop"><h2>{words.cannot}</h2><p>{stop}</p></section>}
        {diff?.taken && <p class="note" id="taken">{words.taken}</p>}
      </div>
      {diff && !diff.taken && (
        <section class="sheet" id="diff" aria-labelledby="diff-title">
          <h2 id="diff-title">{say('diff_title', {file: diff.file})}</h2>
          <p>{say('diff_what', {n: number(diff.people), u: number(diff.units)})}</p>
          <DiffTable diff={diff} />
          {diff.cycles.length === 0 && <p><button type="button" class="main" id="take" disabled={busy} onClick={() => void ask(true)}>{words.take}</button></p>}
        </section>
      )}
    </>
  );
}

function Undo({changed}: {changed: () => void}) {
  const {words, frame} = useAdminSpeech();
  const csrf = useFrame().session.signed?.csrf ?? '';
  const [busy, setBusy] = useState(false), [said, setSaid] = useState('');
  const undo = async () => {
    setBusy(true);
    try {
      await send('POST', '/api/admin/people/undo', csrf, {});
      setSaid(words.undone);
      changed();
    } catch (error) {
      setSaid(frame.say('broken', {what: String(error)}));
    }
    setBusy(false);
  };
  return <Sheet title={words.undo}><p>{words.undo_words}</p><button type="button" id="undo" disabled={busy} onClick={() => void undo()}>{words.undo}</button><p role="status">{said}</p></Sheet>;
}

export default function People() {
  const {words, say, number} = useAdminSpeech();
  const [first, again] = useGet<Stored>('/api/admin/people.json');
  const [now, setNow] = useState<Stored>();
  // What was said stays on the page; the figures alone are asked for again.
  const changed = () => { void get<Stored>('/api/admin/people.json').then(setNow, () => undefined); };
  return (
    <>
      <h1>{words.title_people}</h1>
      <p class="lead">{words.lead_people}</p>
      <Fetched got={first} again={again}>{(stored) => {
        const {people, units, small_units, undo} = now ?? stored;
        return (
          <>
            <p id="now">{people === 0 ? words.now_nobody : say('now_people', {n: number(people), u: number(units), s: number(small_units)})}</p>
            <Import changed={changed} />
            {undo && <Undo changed={changed} />}
            <Files of={['/api/admin/people']} />
          </>
        );
      }}</Fetched>
    </>
  );
}
