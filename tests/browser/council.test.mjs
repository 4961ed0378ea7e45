// SPDX-License-Identifier: Apache-2.0
// The works council publishes, signs and verifies a wave on a folder without network: everything it gets it downloads, everything it gives it uploads.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/council.test.mjs
import assert from 'node:assert/strict';
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {everyPage, tabTo, wordsAgree} from './every_page.mjs';
import {answerAll, drawAll, person, settled, signIn, withPassword} from './studio.mjs';
import {Wave, shot} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the council's pages are skipped: ${reason}`);
const COUNCIL = 'council@lindenhof.example', PAGES = ['sign', 'rules', 'releases', 'board', 'verify', 'data', 'audit'];
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

describe('the works council', {skip: reason, concurrency: 1, timeout: 1_800_000}, () => {
  let wave, browser, council, page, laptop, keys;
  before(async () => {
    wave = await Wave.begin({languages: '["en"]'});
    // The wave of Wave.begin is signed already. A second one waits.
    writeFileSync(join(wave.work, 'SECOND.toml'), readFileSync(join(wave.work, 'WAVE.toml'), 'utf8').replace('Spring 2026', 'Autumn 2026'));
    const first = wave.id;
    wave.run('wave', 'publish', join(wave.work, 'SECOND.toml'));
    wave.id = JSON.parse(wave.run('wave', 'status', '--json')).waves.map((one) => one.wave).find((id) => id !== first);
    withPassword(wave, COUNCIL, 'council');
    laptop = join(wave.work, 'laptop');
    mkdirSync(laptop);
    const toml = readFileSync(join(wave.folder, 'karuna.toml'), 'utf8');
    keys = {server: /server_key = "([0-9a-f]+)"/.exec(toml)[1], witness: JSON.parse(wave.run('witness', 'status', '--dir', wave.council, '--json')).public_key};
    await wave.serve();
    browser = await launch();
    council = await person(browser);
    ({page} = council);
    const client = await page.createCDPSession();
    await client.send('Browser.setDownloadBehavior', {behavior: 'allow', downloadPath: laptop, browserContextId: council.context.id});
    await signIn(page, wave.studio, COUNCIL);
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  const text = () => page.$eval('main', (main) => main.textContent);
  async function open(name) {
    await page.goto(`${wave.studio}/${name}`);
    await settled(page);
  }
  /// Follows a link that downloads, and waits until the file is whole.
  async function download(name) {
    const file = join(laptop, name);
    rmSync(file, {force: true});
    await page.evaluate((wanted) => document.querySelector(`a[download="${wanted}"]`).click(), name);
    for (let i = 0; i < 1200 && !(existsSync(file) && !readdirSync(laptop).some((one) => one.endsWith('.crdownload'))); i += 1) await pause(50);
    assert.ok(existsSync(file), `${name} did not come`);
    return file;
  }
  /// On the laptop: no folder of the server is named.
  function sign(step, ...more) {
    rmSync(join(laptop, 'from-council'), {recursive: true, force: true});
    mkdirSync(join(laptop, 'from-council'));
    const done = spawnSync(wave.program, ['witness', step, ...more, '--dir', wave.council, '--in', 'to-council', '--out', 'from-council', '--server-key', keys.server, '--yes'], {cwd: laptop, encoding: 'utf8'});
    assert.equal(done.status, 0, `${done.stdout}${done.stderr}`);
    return readdirSync(join(laptop, 'from-council')).map((file) => join(laptop, 'from-council', file));
  }
  const unpack = (file) => { rmSync(join(laptop, 'to-council'), {recursive: true, force: true}); execFileSync('tar', ['xf', file], {cwd: laptop}); };
  async function upload(files) {
    const input = await page.$('input[type=file]');
    await input.uploadFile(...files);
    await page.evaluate(() => document.querySelector('.sign input[type=file] + button').click());
    await page.waitForFunction((n) => document.querySelectorAll('.sign [role=status] li').length === n, {}, files.length);
    return page.$$eval('.sign [role=status] li', (all) => all.map((one) => one.textContent));
  }
  const short = () => wave.id.slice(0, 8);
  async function step(name) {
    // The server looks at its folder once a second at most.
    for (let i = 0; i < 100; i += 1) {
      const all = await page.evaluate(async () => (await fetch('/api/council/exchange.json')).json());
      if (all.find((one) => one.wave === wave.id)?.step === name) break;
      await pause(200);
    }
    await open('sign');
    assert.ok((await text()).includes(`witness ${name}`), await text());
    unpack(await download(`${short()}-to-council.tar`));
  }

  it('has the same words in five languages', () => wordsAgree(readFileSync, 'council', 140));

  it('refuses a signature that is not its own, and what is not awaited', async () => {
    await step('token-part');
    const wrong = join(laptop, 'token_part.witness.sig');
    writeFileSync(wrong, Buffer.alloc(64, 7));
    assert.match((await upload([wrong]))[0], /your registered key did not sign/);
    writeFileSync(wrong, Buffer.alloc(63, 7));
    assert.match((await upload([wrong]))[0], /the size is wrong/);
    const other = join(laptop, 'final.witness.sig');
    writeFileSync(other, Buffer.alloc(64, 7));
    assert.match((await upload([other]))[0], /not awaited now/);
    assert.deepEqual(readdirSync(join(wave.folder, 'exchange', wave.id, 'from-council')), []);
    // Refusals are answers of 400 and 409, which the browser mentions; nothing else was said.
    assert.deepEqual(council.said.splice(0).filter((line) => !/status of 4(00|09)/.test(line)), []);
  });

  it('signs both parts of the manifest by download and upload', async () => {
    await step('token-part');
    for (const line of await upload(sign('token-part'))) assert.match(line, /checked and kept/);
    assert.ok((await text()).includes(`karuna wave publish ${wave.id}`));
    wave.run('wave', 'publish', wave.id);
    await step('question-part');
    for (const line of await upload(sign('question-part'))) assert.match(line, /checked and kept/);
    wave.run('wave', 'publish', wave.id);
    assert.equal(JSON.parse(wave.run('wave', 'status', '--json')).waves.find((one) => one.wave === wave.id).state, 'published');
  });

  it('reads the rules beside those of the wave before, and no count while people answer', async () => {
    await pause(2200);
    await open('rules');
    // Two rehearsals of one hour: either may be the one before.
    assert.match(await text(), /The same rules as “(Spring|Autumn) 2026”\./);
    const rules = await page.evaluate(async () => (await fetch('/api/council/rules.json')).json());
    assert.deepEqual(rules[0].signed.map((part) => [part.server, part.council]), [[true, keys.witness], [true, keys.witness]]);
    await open('board');
    assert.match(await text(), /No wave has been released/);
    assert.deepEqual(await page.evaluate(async () => (await fetch('/api/council/board.json')).json()), []);
  });

  it('signs the close and the end, and checks the bundle on its own computer', async () => {
    await wave.open('desk');
    const slips = drawAll(wave, 45);
    await wave.open('ballots');
    answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
    const closing = spawn(wave.program, ['wave', 'close', wave.id, '--wait', '600'], {env: {...process.env, KARUNA_FOLDER: wave.folder}, stdio: 'ignore'});
    const ended = new Promise((resolve) => { closing.on('exit', resolve); });
    await step('close');
    for (const line of await upload(sign('close'))) assert.match(line, /checked and kept/);
    assert.equal(await ended, 0);
    await step('final');
    const bundle = await download(`${short()}-bundle.tar`);
    execFileSync('tar', ['xf', bundle], {cwd: laptop});
    for (const line of await upload(sign('final', wave.id))) assert.match(line, /checked and kept/);
    wave.run('wave', 'publish', wave.id);
    await pause(2200);
    await open('verify');
    rmSync(join(laptop, wave.id), {recursive: true});
    execFileSync('tar', ['xf', await download(`${short()}-bundle.tar`)], {cwd: laptop});
    const said = execFileSync(join(dirname(wave.program), 'karuna-verify'), [wave.id, '--server-key', keys.server, '--witness-key', keys.witness], {cwd: laptop, encoding: 'utf8'});
    assert.ok(said.length > 0);
    // What the council found it says here, and everybody reads it beside the promise.
    await open('promise');
    assert.match(await text(), /Not yet checked on this installation/);
    await open('verify');
    await page.evaluate(() => [...document.querySelectorAll('button')].find((one) => one.textContent === 'It holds').click());
    await page.waitForFunction(() => document.querySelector('main').innerText.includes('Written down.'));
    await open('promise');
    assert.match(await text(), /the council checked “Autumn 2026”: it holds\. Of 1 released waves it found that 1 hold/);
    // One changed byte is found.
    const release = join(laptop, wave.id, 'release.json'), bytes = readFileSync(release);
    bytes[bytes.length - 5] ^= 1;
    writeFileSync(release, bytes);
    assert.throws(() => execFileSync(join(dirname(wave.program), 'karuna-verify'), [wave.id, '--server-key', keys.server, '--witness-key', keys.witness], {cwd: laptop, stdio: 'pipe'}));
  });

  it('reads the board, what stays hidden, where data lies, and who uploaded', async () => {
    await open('board');
    assert.match(await text(), /60 people could draw, 45 drew a token, 45 ballots count/);
    assert.match(await text(), /Every count holds/);
    await open('releases');
    assert.match(await text(), /45 of 60 people answered/);
    assert.match(await text(), /Not yet tested on this installation/);
    writeFileSync(join(wave.folder, 'attacks.txt'), 'karuna 0.0.0 2026-01-01\nATTACK A10 copies: without 68.3 %, with 5.0 %\n');
    await open('releases');
    await page.waitForFunction(() => document.querySelector('#attacks pre'));
    assert.match(await text(), /Tested with another version:.*karuna 0\.0\.0 2026-01-01.*A10 copies: without 68\.3 %/s);
    await page.keyboard.press('t');
    await page.waitForFunction(() => !document.querySelector('figure .spent') && document.querySelector('figure table'));
    await open('data');
    assert.match(await text(), /known; to be destroyed 14 days/);
    wave.run('wave', 'destroy', wave.id);
    await open('data');
    assert.match(await text(), /destroyed on \d+ \w+/);
    await open('audit');
    assert.ok((await text()).includes(`${short()} final.witness.sig`));
    for (const name of ['rules', 'releases', 'board', 'data']) assert.match(await page.evaluate(async (one) => (await fetch(`/api/council/${one}.csv`)).text(), name), /^(wave|group),/);
    assert.deepEqual(council.said, []);
  });

  it('works by keyboard alone', async () => {
    await open('promise');
    for (const [letter, heading] of [['s', 'Sign'], ['u', 'Rules'], ['l', 'Releases'], ['b', 'Boards'], ['v', 'Check it yourself'], ['d', 'Data and how long']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.waitForFunction((wanted) => document.querySelector('main h1')?.textContent === wanted, {}, heading);
    }
    await open('verify');
    await tabTo(page, 'wave');
    await tabTo(page, 'Download the bundle of the wave');
    await tabTo(page, 'Print this page');
  });

  it('has every page readable for all', async () => {
    await everyPage(browser, wave.studio, COUNCIL, PAGES);
    await shot(page, 'council-last');
  });
});
