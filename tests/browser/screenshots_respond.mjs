// SPDX-License-Identifier: Apache-2.0
// Pictures of every screen of the answering page, to be looked at: telephone and desktop, light and dark, English and Arabic.
//   KARUNA_BINARY=build/release/karuna node tests/browser/screenshots_respond.mjs [FOLDER]     (build/screenshots/respond)
import {mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {launch, whyNot} from './browser.mjs';
import {DESK, PHONE, draw, person, press, reason, shows, signIn} from './visitor.mjs';
import {Wave} from './wave.mjs';

process.env.KARUNA_BINARY ??= resolve(fileURLToPath(new URL('../../build/release/karuna', import.meta.url)));
const missing = reason && whyNot({needsPages: false});
if (missing) {
  console.error(missing);
  process.exit(1);
}
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../../build/screenshots/respond', import.meta.url)));
mkdirSync(folder, {recursive: true});
const WAYS = [['phone-light', {viewport: PHONE, language: 'en'}], ['phone-dark-ar', {viewport: PHONE, scheme: 'dark', language: 'ar'}],
  ['desktop-light', {viewport: DESK, language: 'en'}], ['desktop-dark', {viewport: DESK, scheme: 'dark', language: 'en'}], ['desktop-light-ar', {viewport: DESK, language: 'ar'}]];
const CONTACTS = '[[contacts]]\nreach = "116 123"\nname = { en = "Crisis line, day and night", ar = "خط الأزمات، ليلًا ونهارًا" }\n[[contacts]]\nkind = "person"\nreach = "counsel@lindenhof.example"\nname = { en = "Staff counsellor", ar = "مرشدة العاملين" }\n';

let count = 0;
const main = (page) => page.waitForSelector('.bar .main').then((button) => button.click());
const click = (page, selector, at = 0) => page.evaluate(([one, i]) => document.querySelectorAll(one)[i].click(), [selector, at]);

/// One walk through a wave, with a picture of every screen. `open` runs before the visitor is there, and gives what may be seen then.
async function walk(browser, wave, prefix, [way, options], login) {
  const one = await person(browser, wave, options), {page} = one;
  const picture = async (name, whole = true) => {
    count += 1;
    await page.evaluate(() => scrollTo(0, 0));
    // A bar that sticks to the edge of the screen would lie across the middle of a picture of the whole page.
    if (whole) await page.addStyleTag({content: '.bar{position:static!important}'}).catch(() => undefined);
    await page.screenshot({path: join(folder, `${prefix}-${name}-${way}.png`), fullPage: whole});
  };
  await page.setBypassCSP(true);
  await signIn(page, wave, login);
  await page.goto(`${wave.respond}/`);
  await page.waitForSelector('.facts');
  await picture('1-before', false);
  await page.evaluate(() => document.querySelectorAll('details').forEach((all) => { all.open = true; }));
  await picture('2-before-open');
  await page.reload();
  await main(page);
  await page.waitForSelector('fieldset');
  await picture('3-questions', false);
  const phone = options.viewport.width < 900, n = await page.$eval('progress', (bar) => Number(bar.max));
  for (let i = 0; phone; i += 1) {
    const rows = await page.$$eval('fieldset', (all) => all.length);
    for (let r = 0; r < rows; r += 1) await page.evaluate(([row, value]) => { const inputs = document.querySelectorAll('fieldset')[row].querySelectorAll('.answers input'); inputs[Math.min(value, inputs.length - 2)].click(); }, [r, prefix === 'pulse' ? 4 - r : (i * 2 + r) % 5]);
    if (i < 3 || (prefix === 'pulse' && i < 6)) await picture(`4-answered-${i}`, i > 0 && prefix === 'pulse');
    const last = await page.$eval('progress', (bar) => bar.value === bar.max);
    await main(page);
    if (last) break;
    await page.waitForFunction((before) => document.querySelector('progress')?.value !== before, {}, i).catch(() => undefined);
  }
  if (!phone) {
    await page.evaluate((many) => { for (let i = 0; i < many; i += 1) { const inputs = document.querySelectorAll('fieldset')[i].querySelectorAll('.answers input'); inputs[Math.min((i * 2) % 5, inputs.length - 1)].click(); } }, n);
    await picture('4-answered');
    await main(page);
  }
  await page.waitForSelector('table');
  await picture('5-review', false);
  await click(page, '.row button', 1);
  await page.waitForFunction(() => document.querySelector('.bytes').textContent.length > 100);
  await picture('6-review-bytes');
  await page.setOfflineMode(true);
  await main(page);
  await page.waitForSelector('.sheet h2');
  await picture('7-waiting');
  await page.setOfflineMode(false);
  await page.waitForSelector('.receipt');
  await picture('8-sent', false);
  await click(page, '.sheet .row button');
  await page.waitForSelector('.picture');
  await picture('9-slip');
  await click(page, 'main > .row button', 1);
  await page.waitForSelector('.bar .main');
  await picture('10-withdraw', false);
  one.said.length = 0;
  return one;
}

const browser = await launch();
for (const [prefix, settings] of [['wave', {instruments: '["karuna-battery"]'}], ['pulse', {instruments: '["karuna-pulse"]', depth: 'pulse'}]]) {
  const wave = await Wave.begin({languages: '["en", "ar"]', more: CONTACTS, ...settings});
  try {
    await wave.serve();
    if (prefix === 'wave') {
      const early = await person(browser, wave, WAYS[0][1]);
      await early.page.goto(`${wave.respond}/`);
      await early.page.waitForSelector('.facts');
      await early.page.screenshot({path: join(folder, 'wave-0-closed-desk-phone-light.png'), fullPage: true});
      await wave.open('desk');
      await draw(early.page, wave, 'e40@lindenhof.example');
      await early.page.screenshot({path: join(folder, 'wave-0-drawn-phone-light.png'), fullPage: true});
      await early.end();
    } else {
      await wave.open('desk');
    }
    await wave.open('ballots');
    const walked = [];
    for (const [i, way] of WAYS.entries()) walked.push(await walk(browser, wave, prefix, way, `e${i + 1}@lindenhof.example`));
    if (prefix === 'wave') {
      for (const [way, options] of [WAYS[0], WAYS[2], WAYS[3]]) {
        const kiosk = await person(browser, wave, options);
        await kiosk.page.goto(`${wave.respond}/kiosk`);
        await kiosk.page.waitForSelector('.tiles');
        await kiosk.page.screenshot({path: join(folder, `kiosk-1-languages-${way}.png`)});
        await click(kiosk.page, '.tiles button', 4);
        await kiosk.page.waitForSelector('#card');
        await kiosk.page.screenshot({path: join(folder, `kiosk-2-card-${way}.png`)});
        await kiosk.end();
      }
      const stop = await person(browser, wave, WAYS[0][1]);
      await stop.page.goto(`${wave.respond}/#wave=${Buffer.alloc(16, 9).toString('base64url')}`);
      await shows(stop.page, 'There is no such wave here');
      await stop.page.screenshot({path: join(folder, 'stop-phone-light.png')});
      await stop.end();
      await wave.close();
      const {page} = walked[0];
      await page.goto(`${wave.respond}/`);
      await press(page, 'Check my ballot on the board');
      await page.waitForSelector('.found');
      await page.screenshot({path: join(folder, 'wave-11-board-phone-light.png')});
    }
    for (const one of walked) await one.end();
  } finally {
    await wave.end();
  }
}
await browser.close();
console.log(`${count} screens in ${folder}`);
