// SPDX-License-Identifier: Apache-2.0
// How long a slow telephone on a slow line waits for the first question: measured and printed, never asserted, because other work on the machine would be measured too. What is
// asserted is what the time is made of: how much is loaded, and how often the line is waited for.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond_speed.test.mjs
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {get} from 'node:http';
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {launch} from './browser.mjs';
import {PHONE, draw, person as visitor, reason} from './visitor.mjs';
import {Wave} from './wave.mjs';

const ROUNDS = 7, MOST = 40_960;

describe('the answering page on a slow telephone', {skip: reason, concurrency: 1, timeout: 300_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin({languages: '["en", "de", "fr", "es", "ar"]'});
    await wave.serve();
    await wave.open('desk');
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  /// What really goes over the line.
  const loaded = () => new Promise((resolve, reject) => {
    get(`${wave.respond}/`, {headers: {'Accept-Encoding': 'gzip'}}, (answer) => {
      let bytes = 0;
      answer.on('data', (piece) => { bytes += piece.length; });
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });

  it('comes compressed, is measured, and asks its first question', async () => {
    assert.ok(await loaded() < MOST);
    const bytes = readFileSync(wave.page), answer = await fetch(`${wave.respond}/`, {headers: {'Accept-Encoding': 'gzip'}}), plain = await fetch(`${wave.respond}/`, {headers: {'Accept-Encoding': 'identity'}});
    assert.equal(answer.headers.get('content-encoding'), 'gzip');
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes) && Buffer.from(await plain.arrayBuffer()).equals(bytes), 'the same page either way');
    const one = await visitor(browser, wave, {viewport: PHONE});
    await draw(one.page, wave, 'e1@lindenhof.example');
    await wave.open('ballots');
    const client = await one.page.createCDPSession();
    await client.send('Network.enable');
    // Slow 4G as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down; and a processor four times slower.
    await client.send('Network.emulateNetworkConditions', {offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8});
    await client.send('Emulation.setCPUThrottlingRate', {rate: 4});
    // The clock of the page itself, and a press as soon as there is something to press, so that the driver's own waits are not counted.
    await one.page.evaluateOnNewDocument(() => {
      globalThis.seen = [];
      const steps = ['.bar .main', 'fieldset'];
      const watch = new MutationObserver(() => {
        const next = document.querySelector(steps[0]);
        if (!next) return;
        steps.shift();
        if (!steps.length) watch.disconnect();
        // Behind the frame that shows it.
        requestAnimationFrame(() => setTimeout(() => {
          seen.push(performance.now());
          if (steps.length) next.click();
        }));
      });
      watch.observe(document, {childList: true, subtree: true});
    });
    const times = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      await one.page.goto('about:blank');
      one.asked.length = 0;
      await one.page.goto(`${wave.respond}/`, {waitUntil: 'domcontentloaded'});
      await one.page.waitForFunction(() => globalThis.seen.length > 1);
      times.push(await one.page.evaluate(() => globalThis.seen));
      assert.deepEqual(one.asked.map(({url}) => url.slice(wave.respond.length)), ['/', '/v1/waves'], 'the line is waited for twice: for the page, and for everything else at once');
    }
    const middle = (at) => Math.round(times.map((each) => each[at]).sort((a, b) => a - b)[(ROUNDS - 1) / 2]);
    console.log(`FIGURE  page: ${await loaded()} bytes compressed, ${bytes.length} in all`);
    console.log(`FIGURE  slow telephone (4 times slower, 150 ms, 1.6 Mbit/s), middle of ${ROUNDS}: what there is to know after ${middle(0)} ms, first question after ${middle(1)} ms`);
    await one.end();
  });

  it('stays below forty kilobytes with the keys of sixteen councils, the most a page takes', async () => {
    for (let i = 1; i < 16; i += 1) wave.run('council', 'add', createHash('sha256').update(`council ${i}`).digest('hex'));
    wave.run('page', 'build');
    assert.equal(JSON.parse(/id="stamp">([^<]*)/.exec(readFileSync(wave.page, 'utf8'))[1]).witness_keys.length, 16);
    const bytes = await loaded();
    console.log(`FIGURE  page with 16 keys: ${bytes} bytes compressed`);
    assert.ok(bytes < MOST, `${bytes} bytes`);
  });
});
