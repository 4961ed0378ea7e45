// SPDX-License-Identifier: Apache-2.0
// The monthly pulse: acts of support as a tally that is updated by answering again, and strain with its three doors.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond_pulse.test.mjs
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {launch} from './browser.mjs';
import {DESK, PHONE, axe, clean, draw, fits, person as visitor, press, reason, shows, slipOf, trace} from './visitor.mjs';
import {Wave} from './wave.mjs';

const CONTACTS = `
[[contacts]]
kind = "now"
reach = "116 123"
name = { en = "Crisis line", ar = "خط الأزمات" }
[[contacts]]
kind = "person"
reach = "counsel@lindenhof.example"
name = { en = "Staff counsellor", ar = "مرشدة العاملين" }
`;

describe('the monthly pulse', {skip: reason, concurrency: 1, timeout: 300_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin({languages: '["en", "ar"]', instruments: '["karuna-pulse"]', depth: 'pulse', more: CONTACTS});
    await wave.serve();
    await wave.open('desk');
    await wave.open('ballots');
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });
  const people = {};
  const counts = (page) => page.$$eval('.counts', (rows) => rows.map((row) => [...row.querySelectorAll('input')].findIndex((one) => one.checked)));

  it('names the contacts in the signed manifest, and shows them to whoever asks', async () => {
    const part = JSON.parse(wave.file('question_part.json'));
    assert.deepEqual(part.contacts.map(({kind, reach}) => [kind, reach]), [['now', '116 123'], ['person', 'counsel@lindenhof.example']]);
    const one = people.a = await visitor(browser, wave, {viewport: PHONE});
    await draw(one.page, wave, 'e1@lindenhof.example');
    await press(one.page, 'Help, and people to talk to');
    await shows(one.page, 'Not anonymous');
    assert.deepEqual(await one.page.$$eval('.contacts a', (all) => all.map((link) => link.getAttribute('href'))), ['tel:116123', 'mailto:counsel@lindenhof.example']);
    await axe(one.page, 'the contacts');
  });

  it('asks for the tally on one screen of a telephone, answered in four touches', async () => {
    const {page} = people.a;
    await press(page, 'To the questions');
    await page.waitForSelector('fieldset');
    assert.equal((await page.$$('fieldset')).length, 4);
    await fits(page, 'the tally');
    await axe(page, 'the tally');
    for (const [row, value] of [2, 0, 5, 1].entries()) await page.evaluate(([r, v]) => document.querySelectorAll('.counts')[r].querySelectorAll('input')[v].click(), [row, value]);
    const sizes = await page.$$eval('.counts span', (cells) => cells.map((cell) => cell.getBoundingClientRect()).map(({width, height}) => Math.min(width, height)));
    assert.ok(Math.min(...sizes) >= 48, `a touch has ${Math.min(...sizes)} pixels`);
    await page.evaluate(() => document.querySelector('.tick input').click());
    await press(page, 'Next');
  });

  it('offers help beside a heavy strain without any alarm, and tells nobody', async () => {
    const {page, asked} = people.a;
    await shows(page, 'How heavy was the strain of work for you?');
    asked.length = 0;
    const note = () => page.$eval('.care', (one) => !one.hidden);
    assert.equal(await note(), false);
    await page.evaluate(() => document.querySelectorAll('.answers input')[1].click());
    assert.equal(await note(), false, 'a little');
    await page.evaluate(() => document.querySelectorAll('.answers input')[4].click());
    assert.equal(await note(), true, 'very heavy');
    assert.match(await page.$eval('#said', (said) => said.textContent), /people who help/);
    await axe(page, 'help beside the answer');
    await page.evaluate(() => document.querySelectorAll('.answers input')[0].click());
    assert.equal(await note(), false);
    await page.evaluate(() => document.querySelectorAll('.answers input')[3].click());
    assert.equal(asked.length, 0, 'no request tells it');
    await press(page, 'Next');
    await page.evaluate(() => document.querySelectorAll('.answers input')[1].click());
    await press(page, 'Next');
    await page.evaluate(() => document.querySelectorAll('.answers input')[3].click());   // too early to say
    await press(page, 'Look at what will be sent');
    await shows(page, 'it is too early to say');
    await press(page, 'Send my answers');
    await shows(page, 'The server has signed that it has them');
    people.trace = trace(asked);
    clean(people.a, wave);
  });

  it('remembers the tally where that was ticked, and adds to it by answering again', async () => {
    const {page} = people.a;
    assert.deepEqual(await page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('karuna.counts')).map(([, value]) => Object.values(JSON.parse(value)))), [[3, 1, 6, 2]], 'bytes 1 to 6 stand for 0 to 5; strain is not kept');
    await page.reload();
    await press(page, 'Answer again');
    await page.waitForSelector('.counts');
    assert.deepEqual(await counts(page), [2, 0, 5, 1]);
    await page.evaluate(() => document.querySelectorAll('.counts')[0].querySelectorAll('input')[3].click());
    for (let i = 0; i < 3; i += 1) await press(page, 'Next');
    await press(page, 'Look at what will be sent');
    await press(page, 'Send my answers');
    await shows(page, 'The server has signed that it has them');
    assert.ok((await slipOf(page)).last_seq >= 1);
    await press(page, 'Delete everything from this device');
    await press(page, 'Delete');
    await shows(page, 'This device has nothing of this wave any more');
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((name) => /slip|counts/.test(name))), []);
    await people.a.end();
  });

  it('keeps no count where nothing was ticked, and is one page on a desktop, by keys', async () => {
    const one = await visitor(browser, wave, {viewport: DESK});
    await draw(one.page, wave, 'e2@lindenhof.example');
    await press(one.page, 'To the questions');
    await one.page.waitForSelector('fieldset');
    assert.equal((await one.page.$$('fieldset')).length, 7);
    await axe(one.page, 'the pulse on a desktop');
    await one.page.focus('fieldset input');
    for (const key of ['0', 'Enter', '4', 'Enter', '5', 'Enter', '0', 'Enter', '5', 'Enter', '2', 'Enter', '1']) await one.page.keyboard.press(key);
    assert.deepEqual(await counts(one.page), [0, 4, 5, 0]);
    assert.deepEqual(await one.page.$$eval('fieldset', (all) => all.slice(4).map((field) => Number(field.querySelector('input:checked').value))), [5, 2, 1]);
    one.asked.length = 0;
    await press(one.page, 'Look at what will be sent');
    await press(one.page, 'Send my answers');
    await shows(one.page, 'The server has signed that it has them');
    assert.deepEqual(trace(one.asked).map(({method, url, bytes}) => ({method, url, bytes})), people.trace.map(({method, url, bytes}) => ({method, url, bytes})), 'A16: as many requests of the same lengths');
    assert.deepEqual(await one.page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('counts'))), []);
    clean(one, wave);
    await one.end();
  });
});
