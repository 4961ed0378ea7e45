// SPDX-License-Identifier: Apache-2.0
// The signed-in pages against the real program in the browser of this machine: every page in every language, light and dark, by keyboard, on a narrow screen.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/studio.test.mjs
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {everyPage} from './every_page.mjs';
import {LANGUAGES, PAGES, PASSWORD, PHONE, answerAll, axeFinds, drawAll, person, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the studio are skipped: ${reason}`);
const ANNA = 'e1@lindenhof.example', COUNCIL = 'council@lindenhof.example', LEAD = 'e2@lindenhof.example';

describe('the studio', {skip: reason, concurrency: 1, timeout: 1_800_000}, () => {
  let wave;
  let browser;
  let slips;
  before(async () => {
    wave = await Wave.begin();
    withPassword(wave, ANNA);
    withPassword(wave, COUNCIL, 'council');
    withPassword(wave, LEAD, 'programme-lead', 'council');
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  const allPages = (login, pages) => everyPage(browser, wave.studio, login, pages);

  it('has words with the same blanks in every language', () => {
    const words = (language) => Object.fromEntries([...readFileSync(new URL(`../../web/studio/src/words/${language}.ts`, import.meta.url), 'utf8').matchAll(/^ {2}'?([\w.:-]+)'?: '((?:[^'\\]|\\.)*)',?$/gm)].map(([, name, text]) => [name, text]));
    const english = words('en'), blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(([one]) => one).sort();
    assert.ok(Object.keys(english).length > 200);
    for (const language of LANGUAGES) {
      const other = words(language);
      for (const [name, text] of Object.entries(english)) assert.deepEqual(blanks(other[name] ?? ''), blanks(text), `${language}: ${name}`);
      for (const text of Object.values(other)) assert.doesNotMatch(text, /!|¡/, `${language}: ${text}`);
    }
  });

  it('is readable by everybody without signing in, and empty pages say what will be there', async () => {
    await allPages(undefined, PAGES.nobody);
    await allPages(ANNA, PAGES.employee);
    await allPages(COUNCIL, PAGES.council);
  });

  it('does not spend a link on whoever looks at it, and takes it once', async () => {
    const link = wave.link(ANNA);
    for (const method of ['GET', 'HEAD']) assert.equal((await fetch(link, {method})).status, 200);
    const bot = await person(browser);
    await bot.page.goto(link);
    await bot.page.waitForSelector('#go');
    assert.equal(new URL(bot.page.url()).hash, '', 'the code leaves the address at once');
    await bot.end();
    const one = await person(browser);
    await one.page.goto(link);
    await one.page.waitForSelector('#go');
    await one.page.click('#go');
    await one.page.waitForSelector('nav.menu');
    assert.equal(await one.page.evaluate(() => document.cookie), '', 'no script reads the cookie');
    await one.end();
    const late = await person(browser);
    await late.page.goto(link);
    await late.page.waitForSelector('#go');
    await late.page.click('#go');
    await late.page.waitForFunction(() => document.querySelector('#said')?.textContent.includes('used already'));
    await late.end();
  });

  it('works by keyboard alone: sign-in, pages, tables, how it was made', async () => {
    const {page, said, end} = await person(browser);
    const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focus = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
    const tabTo = async (wanted) => { for (let i = 0; i < 40 && (await focus()) !== wanted; i += 1) await press('Tab'); assert.equal(await focus(), wanted); };
    await page.goto(`${wave.studio}/`);
    await page.waitForSelector('#login');
    await press('Tab');
    assert.equal(await focus(), 'To the content');
    await tabTo('login');
    await page.keyboard.type(ANNA);
    await tabTo('password');
    await page.keyboard.type('three words that differ');
    await press('Enter');
    await page.waitForSelector('nav.menu');
    const heading = (text) => page.waitForFunction((wanted) => document.querySelector('main h1')?.textContent === wanted, {}, text);
    await heading('Home');
    for (const [letter, text] of [['c', 'What changed'], ['r', 'My rights'], ['p', 'The promise'], ['h', 'Home']]) { await press('g', letter); await heading(text); }
    await press('/');
    await page.waitForSelector('dialog[open] input');
    await page.keyboard.type('rights');
    await press('Enter');
    await heading('My rights');
    await press('?');
    await page.waitForSelector('dialog[open]');
    assert.deepEqual(await axeFinds(page), []);
    await press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await tabTo('Keys');
    await press('Enter');
    await page.waitForSelector('dialog[open] kbd');
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(said, []);
    await end();
  });

  it('keeps no more reminders, and gives a person what is stored', async () => {
    const {page, end} = await person(browser, {viewport: PHONE});
    await signIn(page, wave.studio, ANNA);
    await page.goto(`${wave.studio}/rights`);
    await page.waitForSelector('#reminders');
    await page.click('#reminders');
    await page.waitForFunction(() => document.body.textContent.includes('You get no reminders'));
    wave.run('people', 'import', `${wave.work}/people.csv`);
    await page.reload();
    await page.waitForSelector('#reminders');
    assert.ok((await page.$eval('main', (main) => main.textContent)).includes('You get no reminders'), 'an import does not change it');
    const record = await page.evaluate(async () => (await fetch('/api/me/record.json')).json());
    assert.equal(record.directory.employee_id, 'E1');
    assert.equal(record.reminders_off, true);
    await end();
  });

  it('changes the role by hand, and the works council reads who did', async () => {
    const lead = await person(browser);
    await signIn(lead.page, wave.studio, LEAD);
    await lead.page.click('.roles summary');
    await lead.page.waitForSelector('.drop button');
    assert.deepEqual(await axeFinds(lead.page), []);
    const wanted = await lead.page.evaluateHandle(() => [...document.querySelectorAll('.drop button')].find((one) => one.textContent.includes('programme lead')));
    await wanted.click();
    await lead.page.waitForFunction(() => document.querySelector('.roles summary')?.textContent.includes('programme lead'));
    assert.equal((await lead.page.evaluate(async () => (await fetch('/api/report/deep.json')).status)), 404, 'nothing is released');
    await lead.end();
    const council = await person(browser);
    await signIn(council.page, wave.studio, COUNCIL);
    await council.page.goto(`${wave.studio}/audit`);
    await council.page.waitForFunction((who) => document.querySelector('.log')?.textContent.includes(`${who} took the role programme lead`), {}, LEAD);
    assert.ok((await council.page.$eval('main', (main) => main.textContent)).includes('The chain is whole'));
    await council.end();
  });

  it('carries an errand of the answering page through sign-in, signs, leaves a kiosk signed out, and says no to a card that is none', async () => {
    await wave.open('desk');
    const {page, end} = await person(browser);
    const fragment = (value) => Buffer.from(JSON.stringify(value)).toString('base64url'), wave_id = Buffer.from(wave.id, 'hex').toString('base64url');
    const went = [];
    page.on('framenavigated', (frame) => went.push(frame.url()));
    const returned = async (name) => { while (!went.some((url) => url.startsWith(`${wave.respond}/#${name}=`))) await new Promise((resolve) => { setTimeout(resolve, 50); }); };
    await page.goto(`${wave.studio}/desk#want=${fragment({wave_id, back: `${wave.respond}/`, language: 'de'})}`);
    await page.waitForSelector('#login');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de', 'it speaks as the answering page does');
    assert.equal(new URL(page.url()).hash, '', 'the fragment is cleared');
    await page.type('#login', ANNA);
    await page.type('#password', PASSWORD);
    await page.click('#form button.main');
    await returned('cell');
    const message = Buffer.alloc(256, 7);
    message[0] = 0;
    const messages = [1, 0].map((kind) => ({class: 1, kind, blinded_msg: message.toString('base64url')}));
    await page.goto(`${wave.studio}/desk#issue=${fragment({wave_id, messages, kiosk: true})}`).catch(() => undefined);   // it leaves again at once
    await returned('signed');
    await page.goto(`${wave.studio}/desk`);
    await page.waitForSelector('#login');
    await page.goto(`${wave.studio}/desk#want=${fragment({wave_id, card: '0000-0000-0000-0000'})}`);
    await page.waitForFunction(() => document.querySelector('main')?.textContent.includes('This card opens nothing here'));
    assert.deepEqual(await axeFinds(page), []);
    await page.goto(`${wave.studio}/`);
    await page.waitForSelector('#login');
    await end();
  });

  it('shows a release with intervals, a table for each picture, and how each figure was made', async () => {
    slips = drawAll(wave, 45, 15);   // the first of the roster by login; Anna drew already
    await wave.open('ballots');
    answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
    await wave.close();
    const {page, said, end} = await person(browser);
    await signIn(page, wave.studio, ANNA);
    await page.goto(`${wave.studio}/changed`);
    await page.waitForSelector('figure.chart');
    const text = await page.$eval('main', (main) => main.textContent);
    assert.ok(text.includes('45 people answered in “Spring 2026”, 75 %'), text.slice(0, 600));
    const changed = await page.evaluate(async () => (await fetch('/api/changed.json')).json());
    const index = changed.series[0].measures.find((one) => one.periods[0].n), now = index.periods[0];   // the index itself may be refused
    assert.equal(now.n, 45);
    assert.ok(now.low <= now.value && now.value <= now.high);
    // Wherever its value stands, its interval stands beside it.
    for (const value of await page.$$eval('.result .value, .line b', (all) => all.map((one) => one.parentElement.textContent))) assert.match(value, /\(\d+(\.\d+)?–\d+(\.\d+)?\).*n \d+/);
    await page.keyboard.press('t');
    await page.waitForFunction(() => !document.querySelector('svg.trend, svg.row') && document.querySelectorAll('figure table').length === document.querySelectorAll('figure').length);
    await page.keyboard.press('t');
    await page.waitForSelector('svg.trend');
    await page.keyboard.press('?');
    await page.waitForFunction(() => document.querySelector('dialog[open]')?.textContent.includes('balanced'));
    await page.keyboard.press('Escape');
    const csv = await page.evaluate(async () => (await fetch('/api/changed.csv')).text());
    assert.ok(csv.includes(`deep,Spring 2026,${index.id},`) && csv.startsWith('series,wave,measure,'));
    assert.deepEqual(said, []);
    await end();
  });

  it('tells everybody what is done about it and what is not and why, as the lead enters it', async () => {
    const lead = await person(browser, {viewport: PHONE}), anna = await person(browser);
    await signIn(anna.page, wave.studio, ANNA);
    await anna.page.goto(`${wave.studio}/changed`);
    await anna.page.waitForFunction(() => document.body.textContent.includes('Nothing has been entered yet'));
    assert.equal(await anna.page.$('#decision-words'), null, 'an employee reads it and enters nothing');
    await signIn(lead.page, wave.studio, LEAD);
    await lead.page.evaluate(async () => {
      const {signed} = await (await fetch('/api/session')).json();
      await fetch('/api/role', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify({role: 'programme-lead'})});
    });
    const enter = async (words, why, will) => {
      await lead.page.goto(`${wave.studio}/changed`);
      await lead.page.waitForSelector('main details summary');
      await lead.page.focus('main details summary');
      await lead.page.keyboard.press('Enter');
      await lead.page.type('#decision-words', words);
      await lead.page.select('#decision-will', will ? 'yes' : 'no');
      await lead.page.type('#decision-why', why);
      assert.deepEqual(await axeFinds(lead.page), []);
      await lead.page.focus('main details form button');
      await lead.page.keyboard.press('Enter');
      await lead.page.waitForFunction((wanted) => [...document.querySelectorAll('main li')].some((one) => one.textContent.includes(wanted)), {}, words);
    };
    await enter('Two more people for nights', '', true);
    await enter('No rota by software', 'The wards want to keep theirs', false);
    await anna.page.reload();
    await anna.page.waitForFunction(() => document.body.textContent.includes('No rota by software'));
    const said = await anna.page.$$eval('main section.sheet ul.said li', (all) => all.map((one) => one.textContent));
    assert.match(said[0], /^This is not done, .*: No rota by software\s*Because: The wards want to keep theirs$/);
    assert.match(said[1], /^This is done, .*: Two more people for nights$/);
    // Whoever is not the lead is refused by the server too, and what is not done without a reason by everybody.
    const status = (page, body) => page.evaluate(async (sent) => {
      const {signed} = await (await fetch('/api/session')).json();
      return (await fetch('/api/lead/decision', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify(sent)})).status;
    }, body);
    assert.equal(await status(anna.page, {words: 'x', why: '', will: true}), 403);
    assert.equal(await status(lead.page, {words: 'x', why: '', will: false}), 400);
    assert.deepEqual([...anna.said, ...lead.said].filter((line) => !/status of 40[03]/.test(line)), []);
    await lead.end();
    await anna.end();
    await allPages(ANNA, ['changed', 'home']);
  });
});
