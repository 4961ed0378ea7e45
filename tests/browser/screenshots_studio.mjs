// SPDX-License-Identifier: Apache-2.0
// Pictures of every page of the studio into build/screenshots/studio: phone and desktop, light and dark, English and Arabic, empty and filled.
// KARUNA_BINARY=build/release/karuna node tests/browser/screenshots_studio.mjs          makes an organisation of its own
// KARUNA_STUDIO=http://127.0.0.1:8080 KARUNA_LOGIN=... node tests/browser/screenshots_studio.mjs   of one that runs, with the password KARUNA_PASSWORD
import {mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {launch, whyNot} from './browser.mjs';
import {DESK, PAGES, PHONE, answerAll, drawAll, person, picture, settled, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const out = resolve(process.env.KARUNA_SHOTS ?? new URL('../../build/screenshots/studio', import.meta.url).pathname);
const only = process.env.KARUNA_ONLY?.split(',');
const why = whyNot({needsPages: false}) ?? (process.env.KARUNA_BINARY || process.env.KARUNA_STUDIO ? undefined : 'set KARUNA_BINARY or KARUNA_STUDIO');
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

if (process.env.KARUNA_STUDIO) {
  await shoot(process.env.KARUNA_STUDIO, process.env.KARUNA_LOGIN, (process.env.KARUNA_PAGES_OF ?? 'home,changed,rights,promise').split(','), 'running');
} else {
  const wave = await Wave.begin();
  withPassword(wave, 'e1@lindenhof.example');
  withPassword(wave, 'council@lindenhof.example', 'council', 'programme-lead');
  await wave.serve();
  await shoot(wave.studio, undefined, PAGES.nobody, 'empty');
  await shoot(wave.studio, 'e1@lindenhof.example', PAGES.employee, 'empty');
  await shoot(wave.studio, 'council@lindenhof.example', PAGES.council, 'empty');
  await wave.open('desk');
  await shoot(wave.studio, 'e1@lindenhof.example', ['home', 'desk'], 'open');
  const slips = drawAll(wave, 45);
  await wave.open('ballots');
  answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
  await wave.close();
  await shoot(wave.studio, 'e1@lindenhof.example', ['home', 'changed'], 'filled');
  await wave.end();
}
await browser.close();
console.log(`pictures in ${out}`);
