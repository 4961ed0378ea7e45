// SPDX-License-Identifier: Apache-2.0
// The answering page over two phases: a telephone draws on one day and answers a week later without any sign-in; a second device goes on with the picture of the slip;
// somebody who is not eligible; and a robot that looks at every link before its person does.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond_phases.test.mjs
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {launch} from './browser.mjs';
import {DESK, PHONE, answerAll, axe, clean, fits, person as visitor, press, reason, scanned, send, shows, signIn, slipOf, words} from './visitor.mjs';
import {Wave} from './wave.mjs';

describe('the answering page, drawn first and answered later', {skip: reason, concurrency: 1, timeout: 300_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin({languages: '["en"]', more: 'late_desk = false\n'});
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });
  const person = (options) => visitor(browser, wave, options);
  const people = {};

  it('is looked at by a robot before the person, and nothing is used up', async () => {
    await wave.open('desk');
    people.link = wave.link('e1@lindenhof.example');
    // As mail filters do: GET of every address, script run or not, and of what the page names.
    for (const url of [people.link, people.link.replace(/#.*/, ''), `${wave.respond}/`, `${wave.respond}/#wave=${Buffer.from(wave.id, 'hex').toString('base64url')}`, `${wave.studio}/desk`])
      assert.ok((await fetch(url)).ok, url);
    const robot = await person();
    await robot.page.goto(people.link);
    await robot.page.waitForFunction(() => document.querySelector('button'));
    await robot.page.goto(`${wave.respond}/`);
    await shows(robot.page, 'Spring 2026');
    assert.equal(await robot.page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('slip') || name.includes('draw')).length), 0);
    assert.ok(robot.asked.every(({method}) => method === 'GET'));
    await robot.end();
  });

  it('draws on a telephone with the link the robot saw, and says when to come back', async () => {
    const one = people.phone = await person({viewport: PHONE});
    await signIn(one.page, wave, 'e1@lindenhof.example', people.link);
    await one.page.goto(`${wave.respond}/`);
    await press(one.page, 'Draw my right to answer');
    await shows(one.page, 'Your right to answer is on this device');
    assert.equal(await one.page.$('fieldset'), null, 'ballots are not open');
    await fits(one.page, 'drawn');
    await axe(one.page, 'drawn');
    // The slip as a picture, to keep: another program reads an address of this page from it, with the slip behind "#".
    await press(one.page, 'Show it as a picture to scan');
    people.picture = await scanned(one.page, 'main .picture');
    assert.match(people.picture, new RegExp(`^${wave.respond}/#slip=[A-Za-z0-9_-]+$`));
    await axe(one.page, 'the picture');
    clean(one, wave);
  });

  it('answers a week later without any sign-in, when the desk is closed', async () => {
    await wave.open('ballots');
    await people.phone.page.close();
    const page = await people.phone.context.newPage();
    await page.setViewport(PHONE);
    await page.evaluateOnNewDocument(() => {
      const real = Date.now;
      Date.now = () => real() + 7 * 24 * 3_600_000;
    });
    const asked = [];
    page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
    await page.goto(`${wave.respond}/`);
    await press(page, 'To the questions');
    await page.waitForSelector('fieldset');
    assert.match(await words(page), /60 people, a number the works council attested/);
    const count = await page.$eval('progress', (bar) => Number(bar.max));
    for (let i = 0; i < count; i += 1) {
      await page.waitForFunction((n) => document.querySelector('legend small').textContent === `Question ${n} of 27`, {}, i + 1);
      const options = await page.$$('fieldset .answers label');
      await options[i % options.length].click();
      await press(page, i + 1 < count ? 'Next' : 'Look at what will be sent');
    }
    await press(page, 'Send my answers');
    await shows(page, 'The server has signed that it has them');
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${wave.respond}/`)), [], 'no sign-in, nobody else');
    people.first = await slipOf(page);
    assert.ok(people.first.last_seq >= 0);
    await axe(page, 'sent');
  });

  it('goes on from a second device with the picture, answers again there, and the first learns it from nothing', async () => {
    const two = await person({viewport: DESK});
    await two.page.goto(people.picture);
    await shows(two.page, 'Go on with this slip on this device?');
    assert.equal(new URL(two.page.url()).hash, '', 'the slip does not stay in the address');
    await axe(two.page, 'the slip is offered');
    await press(two.page, 'Go on with this');
    await press(two.page, 'To the questions');
    await answerAll(two.page, () => 3);
    await send(two.page);
    const second = await slipOf(two.page);
    assert.equal(second.code, people.first.code);
    assert.deepEqual(second.right, people.first.right, 'the tokens in the picture are those of the file');
    assert.ok(second.last_seq > -1);
    clean(two, wave);
    // As text, on a third device; an altered one is refused, and the one that is there already is not replaced in silence.
    const three = await person();
    await three.page.goto(`${wave.respond}/`);
    await press(three.page, 'I have a slip or a code');
    await three.page.type('#code', people.picture.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
    await press(three.page, 'Go on with this');
    await shows(three.page, 'This is not a slip, or it was altered');
    await three.page.$eval('#code', (field, text) => { field.value = text; }, people.picture);
    await press(three.page, 'Go on with this');
    await shows(three.page, 'To the questions');
    clean(three, wave);
    await three.end();
    await two.end();
  });

  it('scans with the camera where the browser can, and lets go of it', async () => {
    // This chromium has no reader of its own: one stands in for it that sees the slip at the third look.
    const four = await person({before: `
      globalThis.looks = 0; globalThis.stopped = 0;
      globalThis.BarcodeDetector = class { constructor(of) { globalThis.formats = of.formats; } async detect(from) { globalThis.saw = from.tagName; return ++globalThis.looks < 3 ? [] : [{rawValue: ${JSON.stringify(people.picture)}}]; } };
      navigator.mediaDevices ??= {};
      navigator.mediaDevices.getUserMedia = async () => { const canvas = document.createElement('canvas'); canvas.getContext('2d'); const stream = canvas.captureStream(5); for (const track of stream.getTracks()) { const stop = track.stop.bind(track); track.stop = () => { globalThis.stopped += 1; stop(); }; } return stream; };
      HTMLMediaElement.prototype.play = async () => {};`});
    await four.page.goto(`${wave.respond}/`);
    await press(four.page, 'I have a slip or a code');
    await press(four.page, 'Scan with the camera');
    await four.page.waitForFunction(() => globalThis.looks === 3 && Object.keys(localStorage).some((name) => name.startsWith('karuna.slip')));
    assert.deepEqual(await four.page.evaluate(() => [formats[0], saw, looks, stopped]), ['qr_code', 'VIDEO', 3, 1]);
    assert.equal((await slipOf(four.page)).code, people.first.code);
    clean(four, wave);
    await four.end();
  });

  it('tells somebody who is not eligible so, and keeps no token', async () => {
    // Joined after the list was frozen.
    writeFileSync(join(wave.work, 'more.csv'), `${readFileSync(join(wave.work, 'people.csv'), 'utf8')}\nE900,e900@lindenhof.example,E0,Nursing,North,2026-01-01,en`);
    wave.run('people', 'import', join(wave.work, 'more.csv'));
    const id = Buffer.from(wave.id, 'hex').toString('base64url');
    const late = await person();
    await signIn(late.page, wave, 'e900@lindenhof.example');
    await late.page.goto(`${wave.studio}/desk#want=${Buffer.from(JSON.stringify({wave_id: id, back: `${wave.respond}/`})).toString('base64url')}`);
    await late.page.waitForSelector('[role=alert], h1');
    await late.page.waitForFunction(() => /not on the list/i.test(document.body.textContent));
    assert.ok(late.page.url().startsWith(wave.studio), 'the desk does not lead back');
    await late.page.goto(`${wave.respond}/`);
    await shows(late.page, 'Spring 2026');
    assert.equal(await late.page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('slip')).length), 0);
    await late.end();
  });
});
