// SPDX-License-Identifier: Apache-2.0
import {Fetched} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {type AuditRow, auditSentence} from '../parts/audit_row.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

interface Log { rows: AuditRow[]; all: number; whole: boolean; broken_at: number | null; last_hash: string }

export default function Audit() {
  const speech = useSpeech(), {words, say, date, number} = speech;
  const [log, again] = useGet<Log>('/api/audit.json');
  return (
    <>
      <h1>{words.audit_title}</h1>
      <p class="lead">{words.audit_lead}</p>
      <Fetched got={log} again={again}>{(value) => (value.all === 0 ? <p>{words.audit_none}</p> : (
        <>
          <p class={value.whole ? 'note' : 'note care'}>{value.whole ? say('audit_whole', {n: number(value.all)}) : say('audit_broken', {n: number(value.broken_at ?? 0)})}</p>
          <ol class="plain log">{value.rows.map((row) => <li key={row.number}><span class="soft num">{number(row.number)}</span> <span class="soft">{date(row.hour)}</span> <span>{auditSentence(speech, row)}</span></li>)}</ol>
          <p class="small">{words.audit_hash}: <code>{value.last_hash}</code></p>
          <Files of={['/api/audit']} />
        </>
      ))}</Fetched>
    </>
  );
}
