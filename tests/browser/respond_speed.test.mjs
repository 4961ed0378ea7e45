// SPDX-License-Identifier: Apache-2.0
// How long a slow telephone on a slow line waits for the first question: measured and printed, never asserted, because other work on the machine would be measured too.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond_speed.test.mjs
import {gzipSync} from 'node:zlib';
import {readFileSync} from 'node:fs';
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {launch} from './browser.mjs';
import {PHONE, draw, person as visitor, reason} from './visitor.mjs';
import {Wave} from './wave.mjs';

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

  it('comes compressed, is measured, and asks its first question', async () => {
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
    const times = [];
    for (let i = 0; i < 5; i += 1) {
      await one.page.goto('about:blank');
      const begun = performance.now();
      await one.page.goto(`${wave.respond}/`, {waitUntil: 'domcontentloaded'});
      await one.page.waitForSelector('.bar .main');
      const ready = performance.now() - begun;
      await one.page.click('.bar .main');
      await one.page.waitForSelector('fieldset');
      times.push([ready, performance.now() - begun]);
    }
    const middle = (at) => Math.round(times.map((each) => each[at]).sort((a, b) => a - b)[2]);
    console.log(`FIGURE  page: ${gzipSync(bytes, {level: 9}).length} bytes compressed, ${bytes.length} in all`);
    console.log(`FIGURE  slow telephone (4 times slower, 150 ms, 1.6 Mbit/s), middle of 5: what there is to know after ${middle(0)} ms, first question after ${middle(1)} ms`);
    await one.end();
  });
});
