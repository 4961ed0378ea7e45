// SPDX-License-Identifier: Apache-2.0
import {useState} from 'preact/hooks';
import {ApiError, send} from '../api.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {useFrame, useGet} from '../use.ts';
import {Files} from '../parts/files.tsx';
import type {AuditRow} from '../parts/audit_row.tsx';
import type {Words} from '../words/en.ts';

interface Recorded {
  directory: {[name: string]: string | string[]}; roles: string[]; has_password: boolean; reminders_off: boolean; running_waves: number;
}
const FIELDS: {readonly [name: string]: keyof Words} = {
  employee_id: 'employee_id', email: 'email', login: 'login', unit: 'unit_path', manager_id: 'manager_id', job_family: 'job_family', level_band: 'level_band', employment_type: 'employment_type',
  start_date: 'start_date', end_date: 'end_date', language: 'record_language', timezone: 'timezone', shift_pattern: 'shift_pattern',
};

function Reminders({off, csrf, changed}: {off: boolean; csrf: string; changed: () => void}) {
  const {words, say} = useSpeech();
  const [busy, setBusy] = useState(false), [stop, setStop] = useState('');
  const choose = async () => {
    setBusy(true);
    try { await send('POST', '/api/me/reminders', csrf, {reminders_off: !off}); changed(); } catch (error) { setStop(error instanceof ApiError && error.status === 0 ? words.offline : say('broken', {what: String(error)})); }
    setBusy(false);
  };
  return (
    <Sheet title={words.rights_reminders}>
      <p role="status">{off ? words.rights_reminders_off : words.rights_reminders_on}</p>
      <button type="button" id="reminders" disabled={busy} onClick={() => void choose()}>{off ? words.rights_reminders_start : words.rights_reminders_stop}</button>
      {stop && <p role="alert" class="note care">{stop}</p>}
    </Sheet>
  );
}

export default function Rights() {
  const {words, say, named, date} = useSpeech();
  const {session} = useFrame();
  const signed = session.signed;
  const [record, again] = useGet<Recorded>('/api/me/record.json');
  const [opened, anew] = useGet<AuditRow[]>('/api/opened.json');
  const nobody = record.state === 'failed' && record.error.status === 404;
  return (
    <>
      <h1>{words.rights_title}</h1>
      <p class="lead">{words.rights_lead}</p>
      {nobody ? <p>{say('rights_no_person', {roles: (signed?.roles ?? []).map(named).join(', ')})}</p> : (
        <Fetched got={record} again={again}>{(value) => (
          <>
            <Sheet title={words.rights_record}>
              <p>{words.rights_source}</p>
              <dl class="record">{Object.entries(FIELDS).map(([field, word]) => {
                const kept = value.directory[field], text = Array.isArray(kept) ? kept.join(' / ') : kept;
                return <div key={field}><dt>{words[word]}</dt><dd>{text ? <bdi>{text}</bdi> : <span class="soft">{words.rights_empty}</span>}</dd></div>;
              })}</dl>
              <p><a class="button" href="/api/me/record.json?download=1" download="my-record.json">{words.rights_download}</a></p>
            </Sheet>
            <Reminders off={value.reminders_off} csrf={signed?.csrf ?? ''} changed={again} />
            <Sheet title={words.rights_answers}><p>{words.rights_answers_words}</p><p>{say('rights_waves', {n: value.running_waves})}</p></Sheet>
          </>
        )}</Fetched>
      )}
      <Sheet title={words.rights_opened}>
        <Fetched got={opened} again={anew}>{(rows) => (rows.length === 0 ? <p>{words.rights_opened_none}</p>
          : <ul>{rows.map((row) => <li key={row.number}>{say('rights_opened_row', {who: row.who, role: named(row.role), date: date(row.hour), object: named(`object_${row.object}`)})}</li>)}</ul>)}</Fetched>
      </Sheet>
      <Sheet title={words.rights_more}><p>{words.rights_more_words}</p></Sheet>
      <Files of={nobody ? ['/api/opened'] : ['/api/me/record', '/api/opened']} />
    </>
  );
}
