// SPDX-License-Identifier: Apache-2.0
// A13 and A16 against the real page, and each stop once. A server that lies is put between page and program; the same lies are told to pages built with exactly one
// defence taken out, where they must succeed: otherwise the test would show nothing.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/attacks.test.mjs
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash, generateKeyPairSync} from 'node:crypto';
import {cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {Wave, shot} from './wave.mjs';

const respond = resolve(fileURLToPath(new URL('../../web/respond', import.meta.url)));
const esbuild = join(respond, 'node_modules/.bin/esbuild');
const reason = !process.env.KARUNA_BINARY ? 'no program was named: set KARUNA_BINARY' : !existsSync(esbuild) ? 'the page\'s tools are not here: run scripts/web-build' : whyNot({needsPages: false});
if (reason) console.log(`attacks on the answering page are skipped: ${reason}`);

const b64 = (value) => Buffer.from(value).toString('base64url');
const fragment = (value) => b64(JSON.stringify(value));
const told = (line) => console.log(`ATTACK ${line}`);

describe('attacks on the answering page', {skip: reason, concurrency: 1, timeout: 900_000}, () => {
  let wave;
  let browser;
  let mycell;
  before(async () => {
    wave = await Wave.begin();
    await wave.serve();
    await wave.open('desk');
    await wave.open('ballots');
    browser = await launch();
    const entered = await fetch(`${wave.studio}/v1/session`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({link: wave.link('e1@lindenhof.example').split('#')[1]})});
    const cookie = entered.headers.get('set-cookie').split(';')[0];
    mycell = await (await fetch(`${wave.studio}/v1/mycell?wave_id=${b64(Buffer.from(wave.id, 'hex'))}`, {headers: {cookie}})).json();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  /// The installation's page with the script of an edited source: [file, what stands there once, what stands there instead].
  function variant(...edits) {
    const folder = mkdtempSync(join(wave.work, 'variant-'));
    cpSync(join(respond, 'src'), join(folder, 'src'), {recursive: true});
    for (const [file, from, to] of edits) {
      const source = readFileSync(join(folder, 'src', file), 'utf8');
      assert.equal(source.split(from).length, 2, `${file} has "${from}" once`);
      writeFileSync(join(folder, 'src', file), source.replace(from, () => to));
    }
    const script = execFileSync(esbuild, [join(folder, 'src/main.ts'), '--bundle', '--minify', '--format=iife', '--target=es2020', '--charset=utf8', '--log-level=error'], {encoding: 'utf8', env: {...process.env, NODE_PATH: join(respond, 'node_modules')}}).trim();
    const page = readFileSync(wave.page, 'utf8'), own = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].at(-1)[1];   // the first only asks early
    const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
    return page.replace(hash(own), hash(script)).replace(own, () => script);
  }

  /// A browser whose server lies: `lies` maps the end of an address to an answer, or to undefined for "there is none". `page` takes the place of the real one.
  async function deceived({lies = {}, html} = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.setViewport({width: 1280, height: 900});  // all questions on one sheet
    const posts = [];
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const url = request.url().replace(/#.*/, '');
      const cors = {'Access-Control-Allow-Origin': '*'};
      if (request.method() === 'POST') posts.push({url, bytes: Buffer.byteLength(request.postData() ?? '', 'latin1')});
      if (html && url === `${wave.respond}/`) return void request.respond({status: 200, contentType: 'text/html; charset=utf-8', body: html});
      const lie = Object.keys(lies).find((end) => url.endsWith(end));
      if (lie === undefined) return void request.continue();
      const answer = typeof lies[lie] === 'function' ? lies[lie](request) : lies[lie];
      return void request.respond(answer === undefined ? {status: 404, headers: cors, body: '{"error":"NOT_FOUND"}'} : {status: 200, headers: cors, body: answer, ...(url.endsWith('/desk') ? {contentType: 'text/html'} : {})});
    });
    const stopped = async () => {
      await page.waitForFunction(() => document.querySelector('.stop:not([hidden]), fieldset') || document.querySelector('main button.main') || location.hash.startsWith('#issue'), {timeout: 20_000});
      return page.evaluate(() => document.querySelector('.stop:not([hidden])')?.nextElementSibling?.textContent ?? '');
    };
    return {page, posts, stopped, end: () => context.close()};
  }
  async function press(page, text) {
    await page.waitForFunction((wanted) => [...document.querySelectorAll('button')].some((one) => one.textContent === wanted), {}, text);
    await page.evaluate((wanted) => [...document.querySelectorAll('button')].find((one) => one.textContent === wanted).click(), text);
  }

  /// One press leads to the questions while ballots are open: over the desk, or at once where a slip is here.
  async function begin(page) {
    await press(page, 'To the questions');
    await page.waitForSelector('fieldset');
  }

  /// A desk that answers "#want" with a cell of its own, and keeps what it is then asked to sign.
  const lyingDesk = (cell) => `<!doctype html><title>desk</title><script>if (location.hash.startsWith('#want=')) location.replace('${wave.respond}/#cell=${fragment(cell)}');</script>`;
  async function drawsWith(cell, html) {
    const one = await deceived({html, lies: {'/desk': lyingDesk(cell)}});
    await one.page.goto(`${wave.respond}/`);
    await press(one.page, 'Draw my right to answer');
    await one.page.waitForFunction((studio) => document.querySelector('.stop:not([hidden])') || (location.href.startsWith(studio) && location.hash.startsWith('#issue=')), {}, wave.studio);
    const stop = await one.page.evaluate(() => document.querySelector('.stop:not([hidden])')?.nextElementSibling?.textContent);
    if (!html && stop) await shot(one.page, `20-stop-${stop}`);
    const sentence = await one.page.evaluate(() => document.querySelector('.stop:not([hidden])')?.textContent ?? '');
    await one.end();
    return {stop, sentence};
  }

  it('A13: refuses a key or a group of its own that the server has for one person', async () => {
    const {publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048, publicExponent: 65537});
    const spki = publicKey.export({type: 'spki', format: 'der'});
    const id = b64(Buffer.from(wave.id, 'hex')), own = mycell.cells[0];
    const lie = (cell) => ({wave_id: id, admission: mycell.admission, cells: [{...own, ...cell}]});
    const lies = {
      'another key': lie({spki: b64(spki)}),
      'another key, and its hash in the record': lie({spki: b64(spki), record: {...own.record, spki_sha256: b64(createHash('sha256').update(spki).digest())}}),
      'a group of one': lie({spki: b64(spki), record: {...own.record, cell: 999, label: 'you', spki_sha256: b64(createHash('sha256').update(spki).digest())}, merkle: []}),
    };
    const honest = await drawsWith(lie({}));
    assert.equal(honest.stop, undefined, 'what the desk really says is taken');
    const stops = [];
    for (const cell of Object.values(lies)) {
      const {stop, sentence} = await drawsWith(cell);
      stops.push(stop);
      assert.match(sentence, /not in the signed list/);
    }
    assert.deepEqual(stops, Object.keys(lies).map(() => 'KEY_NOT_IN_MANIFEST'));
    const noPath = variant(['manifest.ts', "|| !(await pathHolds(leaf, whole(told.index), wave.cellsCount, path, wave.cellsRoot))", '|| !pathHolds || !leaf || !path']);
    const noHash = variant(['manifest.ts', "if (!same(fromBase64url(record.spki_sha256, 32), await sha256(spki))) throw outside('key');", '']);
    const taken = async (html) => (await Promise.all(Object.values(lies).map((cell) => drawsWith(cell, html)))).map(({stop}) => stop === undefined);
    const [withoutPath, withoutHash] = [await taken(noPath), await taken(noHash)];
    assert.deepEqual(withoutPath, [false, true, true], 'without the path a record of the server\'s own is believed');
    assert.deepEqual(withoutHash, [true, false, false], 'without the hash a key of the server\'s own is believed');
    told(`A13  page: a key or group of one's own, 3 lies: taken ${stops.filter((stop) => !stop).length}; without the Merkle path ${withoutPath.filter(Boolean).length}, without the key's hash ${withoutHash.filter(Boolean).length}`);
  });

  it('A16: no answer changes the length or the number of what is sent', async () => {
    const choices = [() => 1, () => 5, () => 0, (i) => i % 6];
    const measure = async (html) => {
      const traces = [];
      for (const [n, choose] of choices.entries()) {
        const one = await deceived({html});
        await one.page.goto(wave.link(`e${10 + n}@lindenhof.example`));
        await one.page.waitForSelector('#go');
        await one.page.click('#go');
        await one.page.waitForFunction(() => document.body.textContent.includes('Spring'));
        await one.page.goto(`${wave.respond}/`);
        // A second run finds the right drawn already: it goes on with the slip of the first.
        if (slips[n]) {
          await one.page.evaluate(([name, slip]) => localStorage.setItem(name, slip), slips[n]);
          await one.page.reload();
        }
        await begin(one.page);
        slips[n] ??= await one.page.evaluate(() => Object.entries(localStorage).find(([name]) => name.startsWith('karuna.slip')));
        await one.page.evaluate((values) => document.querySelectorAll('fieldset').forEach((field, i) => [...field.querySelectorAll('input')].find((input) => input.value === String(values[i])).click()), Array.from({length: 100}, (_, i) => choose(i)));
        one.posts.length = 0;
        await press(one.page, 'Look at what will be sent');
        await press(one.page, 'Send my answers');
        await one.page.waitForFunction(() => document.querySelector('.stop:not([hidden])') || document.body.textContent.includes('has signed that it has them'));
        traces.push(one.posts.map(({bytes}) => bytes));
        await one.end();
      }
      return traces;
    };
    const slips = [];
    const real = await measure();
    assert.ok(real.every((trace) => trace.length === 1 && trace[0] === real[0][0]), JSON.stringify(real));
    const leaky = await measure(variant(['ballot.ts', 'return join(bytes, new Uint8Array((64 - (bytes.length % 64)) % 64));', 'return bytes;'],
      ['ballot.ts', 'b.nonce, b.t, b.answers, b.signature);', 'b.nonce, b.t, b.answers.filter((code) => code > 0), b.signature);']));
    const lengths = new Set(leaky.map((trace) => trace[0]));
    assert.ok(lengths.size > 1, 'a ballot of its own length tells how much was skipped');
    told(`A16  page: lengths of a post over 4 sets of answers: ${new Set(real.flat()).size} (${real[0][0]} bytes); where skipped answers are left out: ${lengths.size}`);
  });

  it('stops with its own sentence before a question is shown, whatever was altered', async () => {
    const token = wave.file('token_part.json').toString(), question = wave.file('question_part.json').toString();
    const other = Buffer.alloc(64, 7), swapped = wave.file('question_part.server.sig');
    const cases = [
      ['MANIFEST_UNWITNESSED', {'token_part.witness.sig': undefined}],
      ['MANIFEST_UNWITNESSED', {'token_part.witness.sig': other}],
      ['MANIFEST_UNWITNESSED', {'token_part.witness.sig': wave.file('token_part.server.sig')}],
      ['MANIFEST_UNWITNESSED', {'question_part.witness.sig': undefined}],
      ['SIGNATURE_INVALID', {'token_part.json': token.replace('"late_desk":true', '"late_desk":false')}],
      ['SIGNATURE_INVALID', {'token_part.server.sig': swapped}],
      ['SIGNATURE_INVALID', {'question_part.json': question.replace('listen', 'hear')}],
      ['SIGNATURE_INVALID', {'question_part.server.sig': undefined}],
      ['UNKNOWN_WAVE', {'token_part.json': undefined}],
      ['BUSY', {'/v1/waves': '{}'}],
    ];
    const sentences = new Set();
    const [listed] = await (await fetch(`${wave.respond}/v1/waves`)).json();
    assert.deepEqual(Object.keys(listed.parts).sort(), ['token_part', 'question_part'].flatMap((part) => ['json', 'server.sig', 'witness.sig'].map((end) => `${part}.${end}`)).sort());
    // The same lie told in the list, and by a server that has no files in its list and is asked for each.
    const inTheList = (lies) => ({'/v1/waves': JSON.stringify([{...listed, parts: Object.fromEntries(Object.entries({...listed.parts, ...lies}).filter(([, file]) => file !== undefined).map(([name, file]) => [name, Buffer.isBuffer(file) ? b64(file) : file]))}])});
    const oneByOne = (lies) => ({'/v1/waves': JSON.stringify([{...listed, parts: undefined}]), ...lies});
    const ways = cases.flatMap(([stop, lies]) => (lies['/v1/waves'] ? [[stop, lies, lies]] : [inTheList, oneByOne].map((way) => [stop, way(lies), lies])));
    for (const [stop, lies, what] of ways) {
      const one = await deceived({lies});
      await one.page.goto(`${wave.respond}/`);
      assert.equal(await one.stopped(), stop, JSON.stringify(Object.keys(what)));
      assert.equal(await one.page.$('fieldset'), null);
      assert.equal(one.posts.length, 0);
      sentences.add(await one.page.$eval('.stop:not([hidden])', (words) => words.textContent));
      if (stop === 'MANIFEST_UNWITNESSED' && sentences.size === 1) await shot(one.page, `21-stop-${stop}`);
      await one.end();
    }
    assert.equal(sentences.size, new Set(cases.map(([stop]) => stop)).size);
    const blind = await deceived({html: variant(['manifest.ts', "if (council && !(await signedBy(stamp.witness_keys, name, wave, bytes, witness))) throw new Stop('MANIFEST_UNWITNESSED', file);", '']), lies: inTheList({'token_part.witness.sig': undefined})});
    await blind.page.goto(`${wave.respond}/`);
    assert.equal(await blind.stopped(), '', 'a page that does not ask for the council goes on without it');
    await blind.end();
    told(`A13  page: ${ways.length - 3} altered or unsigned manifests: taken 0; where the council's signature is not asked for, 1 of 1`);
  });

  it('does not take a token the desk signed with another key, nor a receipt that is none', async () => {
    const id = b64(Buffer.from(wave.id, 'hex'));
    const desk = `<!doctype html><title>desk</title><script>const to = (name, value) => location.replace('${wave.respond}/#' + name + '=' + value);
      if (location.hash.startsWith('#want=')) to('cell', '${fragment({wave_id: id, ...mycell})}');
      if (location.hash.startsWith('#issue=')) to('signed', '${fragment({wave_id: id, signatures: [0, 1].map((kind) => ({class: 1, kind, blind_sig: b64(Buffer.alloc(256, 3))}))})}');</script>`;
    const one = await deceived({lies: {'/desk': desk}});
    await one.page.goto(`${wave.respond}/`);
    await press(one.page, 'Draw my right to answer');
    assert.equal(await one.page.waitForSelector('.stop:not([hidden])').then(() => one.page.$eval('.stop:not([hidden]) + p', (name) => name.textContent)), 'SIGNATURE_INVALID');
    await one.end();

    const two = await deceived({lies: {'/v1/ballot': JSON.stringify({receipt: b64(Buffer.alloc(64, 5))})}});
    await two.page.goto(wave.link('e20@lindenhof.example'));
    await two.page.waitForSelector('#go');
    await two.page.click('#go');
    await two.page.waitForFunction(() => document.body.textContent.includes('Spring'));
    await two.page.goto(`${wave.respond}/`);
    await begin(two.page);
    await press(two.page, 'Look at what will be sent');
    await press(two.page, 'Send my answers');
    await two.page.waitForFunction(() => document.querySelector('main').textContent.includes('wait on this device'));
    assert.ok((await two.page.evaluate(() => Object.values(localStorage).join())).includes('"waiting"'), 'the ballot is kept');
    await two.end();
  });
});
