// SPDX-License-Identifier: Apache-2.0
// Pictures of every page of the studio into build/screenshots/studio: phone and desktop, light and dark, English and Arabic, empty and filled.
// KARUNA_BINARY=build/release/karuna node tests/browser/screenshots_studio.mjs   a small organisation before and after its first release, then the demonstration as every role
// KARUNA_DEMO=build/demo ...   a demonstration that is there, instead of one made for the pictures (some three minutes)
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {launch, whyNot} from './browser.mjs';
import {DESK, PAGES, PASSWORD, PHONE, answerAll, drawAll, person, picture, settled, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const out = resolve(process.env.KARUNA_SHOTS ?? new URL('../../build/screenshots/studio', import.meta.url).pathname);
const only = process.env.KARUNA_ONLY?.split(',');
const program = process.env.KARUNA_BINARY, why = whyNot({needsPages: false}) ?? (program ? undefined : 'set KARUNA_BINARY');
if (why) { console.log(`no pictures: ${why}`); process.exit(0); }
mkdirSync(out, {recursive: true});
const browser = await launch();

async function shoot(studio, login, pages, state) {
  for (const language of ['en', 'ar']) for (const scheme of ['light', 'dark']) for (const [size, viewport] of [['phone', PHONE], ['desktop', DESK]]) {
    const one = await person(browser, {viewport, scheme, language});
    if (login) await signIn(one.page, studio, login);
    for (const name of pages) {
      if (only && !only.includes(name || 'signin')) continue;
      await one.page.goto(`${studio}/${name}`);
      await settled(one.page);
      await picture(one.page, join(out, `${name || 'signin'}-${state}-${size}-${language}-${scheme}.png`), viewport);
    }
    await one.end();
  }
}

/// What a role finds in its menu, each page in two of the eight ways: light in English, dark in Arabic, on both sizes.
async function shootMenu(studio, {login, role}, password, name) {
  for (const [language, scheme] of [['en', 'light'], ['ar', 'dark']]) for (const [size, viewport] of [['phone', PHONE], ['desktop', DESK]]) {
    const one = await person(browser, {viewport, scheme, language});
    await signIn(one.page, studio, login, password);
    // A role is taken by hand; an account begins with the first it has.
    await one.page.evaluate(async (wanted) => {
      const {signed} = await (await fetch('/api/session')).json();
      if (signed.role !== wanted) await fetch('/api/role', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify({role: wanted})});
    }, role);
    await one.page.goto(`${studio}/`);
    await one.page.waitForSelector('nav.menu a');
    for (const page of await one.page.$$eval('nav.menu a', (all) => all.map((link) => link.pathname.slice(1)))) {
      if (only && !only.includes(page)) continue;
      await one.page.goto(`${studio}/${page}`);
      await settled(one.page);
      await picture(one.page, join(out, `${name}-${page}-${size}-${language}-${scheme}.png`), viewport);
    }
    await one.end();
  }
}

async function shootDemo() {
  const made = process.env.KARUNA_DEMO ? undefined : mkdtempSync(join(tmpdir(), 'karuna-pictures-'));
  const folder = process.env.KARUNA_DEMO ?? join(made, 'demo');
  if (made) execFileSync(program, ['demo', '--out', folder, '--no-serve'], {stdio: ['ignore', 'inherit', 'inherit']});
  const {accounts, password} = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));
  const studio = /^studio *= *"([^"]+)"/m.exec(readFileSync(join(folder, 'server', 'karuna.toml'), 'utf8'))[1], ready = join(folder, 'ready.pictures');
  rmSync(ready, {force: true});
  const server = spawn(program, ['serve', '--folder', join(folder, 'server'), '--ready-file', ready], {stdio: 'ignore'});
  while (!existsSync(ready) && server.exitCode === null) await new Promise((resolve) => { setTimeout(resolve, 100); });
  const seen = new Map();
  for (const account of accounts) {
    const times = seen.get(account.role) ?? 0;   // a manager of a large and one of a small team
    seen.set(account.role, times + 1);
    await shootMenu(studio, account, password, times ? `demo-${account.role}-${times + 1}` : `demo-${account.role}`);
  }
  server.kill('SIGTERM');
  if (made) rmSync(made, {recursive: true, force: true});
}

if (!process.env.KARUNA_DEMO) {
  const wave = await Wave.begin();
  withPassword(wave, 'e1@lindenhof.example');
  withPassword(wave, 'council@lindenhof.example', 'council', 'programme-lead');
  await wave.serve();
  await shoot(wave.studio, undefined, PAGES.nobody, 'empty');
  await shoot(wave.studio, 'e1@lindenhof.example', PAGES.employee, 'empty');
  await shootMenu(wave.studio, {login: 'council@lindenhof.example', role: 'council'}, PASSWORD, 'empty-council');
  await shootMenu(wave.studio, {login: 'council@lindenhof.example', role: 'programme-lead'}, PASSWORD, 'empty-lead');
  await wave.open('desk');
  await shoot(wave.studio, 'e1@lindenhof.example', ['home', 'desk'], 'open');
  const slips = drawAll(wave, 45);
  await wave.open('ballots');
  answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
  await wave.close();
  await shoot(wave.studio, 'e1@lindenhof.example', ['home', 'changed'], 'filled');
  await wave.end();
}
await shootDemo();
await browser.close();
console.log(`pictures in ${out}`);
