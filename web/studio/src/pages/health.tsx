// SPDX-License-Identifier: Apache-2.0
// What this installation needs: each check in words, and a fix where something is wrong.
import {useState} from 'preact/hooks';
import {type AdminSpeech, useAdminSpeech} from '../admin/speak.ts';
import type {Check, Health} from '../admin/types.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {Mark} from '../result/mark.tsx';
import {upload} from '../council/upload.ts';
import {useFrame, useGet} from '../use.ts';

const GB = 1 << 30;

function said({words, say, number, language}: AdminSpeech, check: Check): string {
  switch (check.name) {
    case 'disk': return say('say_disk', {free: number((check.free ?? 0) / GB), of: number((check.of ?? 0) / GB)});
    case 'clock': return say('say_clock', {now: new Intl.DateTimeFormat(`${language === 'en' ? 'en-GB' : language}-u-nu-latn`, {dateStyle: 'long', timeStyle: 'short'}).format(new Date((check.now ?? 0) * 1000))});
    case 'page': return check.sha256 ? say('say_page', {hash: `\u2066${check.sha256}\u2069`}) : '';
    case 'people': return say('say_people', {n: number(check.people ?? 0)});
    case 'door': return say('say_door', {n: number(check.administrators ?? 0), p: number(check.with_password ?? 0)});
    case 'secrets': return check.good ? words.say_secrets : '';
    case 'tls': return !check.good ? '' : check.tls ? words.say_tls : words.say_local;
    case 'audit': return check.good ? say('say_audit', {n: number(check.rows ?? 0)}) : '';
  }
}

function OneCheck({check}: {check: Check}) {
  const speech = useAdminSpeech(), {words} = speech;
  return (
    <li class={check.good ? 'check-line' : 'check-line bad'}>
      <Mark state={check.good ? 'no_clear_difference' : 'below'} />
      <div><b>{words[`check_${check.name}`]}</b> <span class="state small">{check.good ? words.good : words.bad}</span>
        <p>{said(speech, check)}</p>{!check.good && <p class="note care">{words[`fix_${check.name}`]}</p>}</div>
    </li>
  );
}

/// A letter to oneself; what the mail server answers is shown as it said it.
function MailTest() {
  const {words, say, frame} = useAdminSpeech(), csrf = useFrame().session.signed?.csrf ?? '';
  const [busy, setBusy] = useState(false), [said, setSaid] = useState<{good: boolean; words: string; english?: string}>();
  const send = async () => {
    setBusy(true);
    const {good, code, body} = await upload('/api/admin/mail-test', csrf, new Blob(['{}']), 'application/json');
    const {to = '', server = '', words: why} = body as {to?: string; server?: string; words?: string};
    setSaid(good ? {good, words: say('mail_sent', {server, to})} : why ? {good, words: say('mail_not_sent', {to}), english: why} : {good, words: code === 'OFFLINE' ? frame.words.offline : frame.say('broken', {what: code})});
    setBusy(false);
  };
  return (
    <div><p class="buttons"><button type="button" id="mail-test" disabled={busy} onClick={() => void send()}>{words.mail_test}</button></p>
      <div role="status" id="mail-said" class={said ? (said.good ? 'note' : 'note care') : ''}>{said && <><p>{said.words}</p>{said.english && <p lang="en" dir="ltr">{said.english}</p>}</>}</div></div>
  );
}

export default function HealthPage() {
  const {words, say, number} = useAdminSpeech();
  const [got, again] = useGet<Health>('/api/admin/health.json');
  return (
    <>
      <h1>{words.title_health}</h1>
      <p class="lead">{words.lead_health}</p>
      <Fetched got={got} again={again}>{(health) => {
        const bad = health.checks.filter((check) => !check.good);
        return (
          <>
            <p class={bad.length ? 'note care' : 'note'}>{bad.length ? say('some_bad', {n: number(bad.length)}) : words.all_good}</p>
            <ul class="plain checks">{[...bad, ...health.checks.filter((check) => check.good)].map((check) => <OneCheck key={check.name} check={check} />)}</ul>
            <Sheet title={words.waves}>
              {health.waves.length === 0 ? <p>{words.waves_none}</p> : <ul class="plain">{health.waves.map((wave) => <li key={wave.wave}><b><bdi>{wave.title ?? words.not_announced}</bdi></b>: {words[`waits_${wave.waits_for}`]} <code dir="ltr" class="soft">{wave.wave.slice(0, 8)}</code></li>)}</ul>}
            </Sheet>
            <Sheet title={words.outbound}>
              {health.outbound.length === 0 ? <p>{words.outbound_none}</p> : <ul class="plain">{health.outbound.map((one) => <li key={one.what}>{say(`outbound_${one.what}`, {where: `\u2066${one.where}\u2069`})}</li>)}</ul>}
              {health.outbound.some((one) => one.what === 'mail') ? <MailTest /> : <p class="soft">{words.mail_off}</p>}
            </Sheet>
            <Files of={['/api/admin/health']} />
          </>
        );
      }}</Fetched>
    </>
  );
}
