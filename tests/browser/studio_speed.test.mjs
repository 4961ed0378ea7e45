// SPDX-License-Identifier: Apache-2.0
// How long a slow telephone on a slow line waits for the overview: measured and printed, never asserted, because other work on the machine would be measured too. What is asserted is
// what the time is made of: how much is loaded, and how often the line is waited for before the first figure stands there.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/studio_speed.test.mjs
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {PHONE, answerAll, drawAll, person, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`the speed of the studio is not measured: ${reason}`);
const LEAD = 'e1@lindenhof.example', ROUNDS = 7;

describe('the overview on a slow telephone', {skip: reason, concurrency: 1, timeout: 300_000}, () => {
  let wave, browser;
  before(async () => {
    wave = await Wave.begin();
    withPassword(wave, LEAD, 'programme-lead');
    await wave.serve();
    const slips = (await wave.open('desk'), drawAll(wave, 45));
    await wave.open('ballots');
    answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
    await wave.close();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  /// One visit of somebody who is signed in and whose browser has kept nothing: when the first figure stood there, what was asked, how much came.
  async function visit(page, client, path) {
    const requests = new Map();
    const began = ({requestId, request, timestamp}) => requests.set(requestId, {path: request.url.slice(wave.studio.length), from: timestamp, to: Infinity, bytes: 0});
    const ended = ({requestId, timestamp, encodedDataLength}) => { const one = requests.get(requestId); if (one) Object.assign(one, {to: timestamp, bytes: encodedDataLength}); };
    client.on('Network.requestWillBeSent', began);
    client.on('Network.loadingFinished', ended);
    await page.goto('about:blank');
    await client.send('Network.clearBrowserCache');
    requests.clear();
    await page.goto(`${wave.studio}${path}`, {waitUntil: 'domcontentloaded'});
    await page.waitForFunction(() => globalThis.seen !== undefined);
    const times = await page.evaluate(() => ({first: performance.getEntriesByType('paint').find((one) => one.name === 'first-contentful-paint')?.startTime ?? NaN, figure: globalThis.seen}));
    client.off('Network.requestWillBeSent', began);
    client.off('Network.loadingFinished', ended);
    const asked = [...requests.values()].filter((one) => one.path.startsWith('/') && !one.path.includes('/icon-') && one.to < Infinity).sort((a, b) => a.from - b.from);
    // Whatever begins behind the end of another was waited for with it.
    for (const one of asked) one.wait = 1 + Math.max(0, ...asked.filter((other) => other.to <= one.from).map((other) => other.wait));
    return {...times, asked};
  }

  it('has its first figure after few waits for the line, and loads little', async () => {
    const {page, end} = await person(browser, {viewport: PHONE});
    await signIn(page, wave.studio, LEAD);
    await page.evaluate(async () => {
      const {signed} = await (await fetch('/api/session')).json();
      await fetch('/api/role', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify({role: 'programme-lead'})});
    });
    await page.evaluateOnNewDocument(() => {
      const watch = new MutationObserver(() => {
        if (!document.querySelector('.headline .value')) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => { globalThis.seen = performance.now(); }));   // behind the frame that shows it
      });
      watch.observe(document, {childList: true, subtree: true});
    });
    const client = await page.createCDPSession();
    await client.send('Network.enable');
    // Slow 4G as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down; and a processor four times slower.
    await client.send('Network.emulateNetworkConditions', {offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8});
    await client.send('Emulation.setCPUThrottlingRate', {rate: 4});
    const visits = [];
    for (let i = 0; i < ROUNDS; i += 1) visits.push(await visit(page, client, '/overview'));
    const middle = (name) => Math.round(visits.map((one) => one[name]).sort((a, b) => a - b)[(ROUNDS - 1) / 2]);
    const {asked} = visits[0], bytes = asked.reduce((sum, one) => sum + one.bytes, 0), waits = Math.min(...visits.map((one) => Math.max(...one.asked.map((each) => each.wait))));
    if (process.env.KARUNA_VERBOSE) for (const one of asked) console.log(`  wait ${one.wait}: ${one.path} ${one.bytes} bytes`);
    console.log(`FIGURE  overview: ${bytes} bytes in ${asked.length} answers, ${waits} waits for the line`);
    console.log(`FIGURE  slow telephone (4 times slower, 150 ms, 1.6 Mbit/s), middle of ${ROUNDS}: first paint after ${middle('first')} ms, first figure after ${middle('figure')} ms`);
    assert.ok(waits <= 3, `${waits} waits: ${asked.map((one) => `${one.wait} ${one.path}`).join(', ')}`);
    assert.ok(bytes < 81_920, `${bytes} bytes`);
    await end();
  });
});
