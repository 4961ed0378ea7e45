// SPDX-License-Identifier: Apache-2.0
// The answering page against the real program, in the browser of this machine: a person draws, answers, answers again, withdraws, and checks the board.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond.test.mjs      (KARUNA_SHOTS=folder keeps pictures)
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {after, before, describe, it} from 'node:test';
import {axeSource, launch, whyNot} from './browser.mjs';
import {Wave, shot} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the answering page are skipped: ${reason}`);

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const PHONE = {width: 375, height: 740, isMobile: true, hasTouch: true}, DESK = {width: 1280, height: 900};
const TAGS = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};

describe('the answering page', {skip: reason, concurrency: 1, timeout: 1_200_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin();
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  /// A person with a browser of their own: nothing is shared with others.
  async function person({viewport = DESK, scheme = 'light', language = 'en'} = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.setViewport(viewport);
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
    await page.setExtraHTTPHeaders({'Accept-Language': language});
    await page.evaluateOnNewDocument((one) => { Object.defineProperty(navigator, 'languages', {get: () => [one]}); }, language);
    const said = [];
    page.said = said;
    const asked = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push({request, method: request.method(), url: request.url(), bytes: Buffer.byteLength(request.postData() ?? '', 'latin1'), headers: request.headers()}); });
    // What really leaves the browser, cookies too.
    const client = await page.createCDPSession(), addresses = new Map(), sent = [];
    await client.send('Network.enable');
    client.on('Network.requestWillBeSent', (event) => addresses.set(event.requestId, event.request.url));
    client.on('Network.requestWillBeSentExtraInfo', (event) => sent.push({id: event.requestId, headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]))}));
    const leaks = () => sent.map(({id, headers}) => ({url: addresses.get(id) ?? '', headers})).filter(({url, headers}) => url.startsWith(wave.respond) && (headers.cookie || headers.referer));
    const toDesk = () => sent.filter(({id, headers}) => (addresses.get(id) ?? '').startsWith(wave.studio) && headers.cookie).length;
    return {page, said, asked, leaks, toDesk, urls: () => [...addresses.values()], end: () => context.close()};
  }
  const heading = (page) => page.$eval('h1', (one) => one.textContent);
  async function shows(page, text) {
    await page.waitForFunction((wanted) => document.querySelector('main')?.textContent.includes(wanted), {}, text)
      .catch(async (error) => { throw new Error(`"${text}" is not shown at ${page.url().replace(/=.*/, '')}, but: ${await page.evaluate(() => document.documentElement.outerHTML.slice(0, 600))} ${JSON.stringify(page.said)} (${error.message})`); });
  }
  async function press(page, text) {
    await page.waitForFunction((wanted) => [...document.querySelectorAll('button,summary')].some((one) => one.textContent === wanted), {}, text);
    await page.evaluate((wanted) => [...document.querySelectorAll('button,summary')].find((one) => one.textContent === wanted).click(), text);
  }
  async function axe(page, name) {
    // Through the driver, not through the page: its policy lets no foreign script in, and must not be loosened for a test.
    const client = await page.createCDPSession();
    const {executionContextId} = await (async () => {
      const {frameTree} = await client.send('Page.getFrameTree');
      return client.send('Page.createIsolatedWorld', {frameId: frameTree.frame.id, worldName: 'axe'});
    })();
    await client.send('Runtime.evaluate', {expression: axeSource(), contextId: executionContextId});
    const {result} = await client.send('Runtime.evaluate', {contextId: executionContextId, awaitPromise: true, returnByValue: true,
      expression: `axe.run(document, {runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations']}).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))`});
    assert.deepEqual(result.value, [], name);
    await client.detach();
  }
  async function signIn(page, login) {
    await page.goto(wave.link(login));
    await page.waitForSelector('#go');
    await page.click('#go');
    await page.waitForFunction(() => document.body.textContent.includes('Spring 2026'));
  }
  /// Draws by one press, signed in before, and gives the heading that follows.
  async function draw(page, login) {
    await signIn(page, login);
    await page.goto(`${wave.respond}/`);
    await press(page, 'Draw my right to answer');
    await shows(page, 'Your right to answer is on this device');
  }
  /// Answers everything on the sheet of a desktop with the option that `choose` gives.
  async function answerAll(page, choose) {
    await page.waitForSelector('fieldset');
    return page.evaluate((values) => [...document.querySelectorAll('fieldset')].map((field, i) => {
      const wanted = [...field.querySelectorAll('input')].find((one) => one.value === String(values[i]));
      wanted.click();
      return Number(wanted.value);
    }), Array.from({length: 200}, (_, i) => choose(i)));
  }
  async function send(page) {
    await press(page, 'Look at what will be sent');
    await shows(page, 'What will be sent');
    await press(page, 'Send my answers');
    await shows(page, 'The server has signed that it has them');
  }
  const clean = ({said}) => assert.deepEqual(said, []);

  const people = {};

  it('is one file whose hash the manifest names, small, with its own script and style alone', async () => {
    const bytes = readFileSync(wave.page), html = bytes.toString('utf8');
    const token = JSON.parse(wave.file('token_part.json'));
    assert.equal(Buffer.from(token.page_sha256, 'base64url').toString('hex'), createHash('sha256').update(bytes).digest('hex'));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.ok(policy.includes(`connect-src ${wave.respond};`));
    for (const tag of ['style', 'script']) {
      const body = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)[1];
      assert.ok(policy.includes(`'sha256-${createHash('sha256').update(body).digest('base64')}'`), tag);
    }
    const {gzipSync} = await import('node:zlib');
    assert.ok(gzipSync(bytes, {level: 9}).length < 40_960);
    const markup = html.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    assert.doesNotMatch(markup, /\ssrc=|url\(|@import/);
    assert.deepEqual(markup.match(/href="[^"]*"/g), ['href="data:,"']);
    assert.equal(wave.built, wave.run('page', 'build'), 'the same inputs give the same bytes');
  });

  it('says before the desk opens what there is, and asks for nothing', async () => {
    const one = await person();
    await one.page.goto(`${wave.respond}/`);
    await shows(one.page, 'Spring 2026');
    const words = await one.page.$eval('main', (main) => main.textContent);
    for (const part of ['Lindenhof', 'This is a rehearsal', 'Answering is voluntary', '10 people or more', 'works council', '58.9 %', '88.2 %', 'The desk is closed']) assert.ok(words.includes(part), part);
    assert.equal(await one.page.$('fieldset'), null);
    await axe(one.page, 'before the desk opens');
    await shot(one.page, '01-before-desktop');
    clean(one);
    await one.end();
  });

  it('draws by one press, through the desk and back, and neither side sees what it must not', async () => {
    await wave.open('desk');
    const one = people.a = await person();
    await signIn(one.page, 'e1@lindenhof.example');
    one.asked.length = 0;
    await one.page.goto(`${wave.respond}/`);
    await shows(one.page, 'Draw my right to answer');
    await shot(one.page, '02-draw-desktop');
    await axe(one.page, 'the wave');
    await press(one.page, 'Draw my right to answer');
    await shows(one.page, 'Your right to answer is on this device');
    assert.ok((await one.page.$eval('main', (main) => main.textContent)).includes('60 people, a number the works council attested'));
    assert.equal(new URL(one.page.url()).hash, '', 'the fragment is cleared');
    assert.equal(await one.page.evaluate(() => document.cookie), '');
    const toStudio = one.asked.filter((each) => each.url.startsWith(wave.studio)), toDoor = one.asked.filter((each) => each.url.startsWith(wave.respond));
assert.ok(one.toDesk() > 0, 'the desk knows who comes');
    assert.deepEqual(one.leaks(), [], 'the door gets no cookie and no referrer');
    assert.ok(one.urls().every((url) => !url.includes('cell=') && !url.includes('issue=') && !url.includes('signed=')), 'fragments reach no server');
    assert.equal(one.asked.length, toStudio.length + toDoor.length, 'nobody else is asked');
    // The code is shown when it is asked for, and nowhere in what the desk got.
    await press(one.page, 'Show the code');
    await one.page.waitForFunction(() => document.querySelector('.code')?.textContent.length === 69);
    await axe(one.page, 'drawn');
    await shot(one.page, '03-drawn-desktop');
    clean(one);
  });

  it('gets the same right again on another device by the code alone, and another code none', async () => {
    const code = await people.a.page.$eval('.code', (one) => one.textContent);
    const two = await person();
    await signIn(two.page, 'e1@lindenhof.example');
    await two.page.goto(`${wave.respond}/`);
    await press(two.page, 'I have a slip or a code');
    await two.page.type('#code', code.toLowerCase().replace(/ /g, '-').replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    await press(two.page, 'Go on with this code');
    await shows(two.page, 'something in it was mistyped');
    await axe(two.page, 'a mistyped code');
    await two.page.$eval('#code', (field) => { field.value = ''; });
    await two.page.type('#code', code.toLowerCase());
    await press(two.page, 'Go on with this code');
    await shows(two.page, 'Your right to answer is on this device');
    const slip = (page) => page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('karuna.slip')))));
    const [first, second] = [await slip(people.a.page), await slip(two.page)];
    assert.deepEqual(second, first, 'the same code gives the same tokens');
    clean(two);
    await two.end();
    const three = await person();
    await signIn(three.page, 'e1@lindenhof.example');
    await three.page.goto(`${wave.respond}/`);
    await press(three.page, 'Draw my right to answer');
    await three.page.waitForFunction(() => document.body.textContent.includes('drawn for you already'));
    await three.end();
  });

  it('says what a late draw costs, and takes no answer before ballots open', async () => {
    assert.equal(await people.a.page.$('fieldset'), null);
    await wave.open('ballots');
    const late = await person();
    await late.page.goto(`${wave.respond}/`);
    await shows(late.page, 'can match the two in most cases');
    await axe(late.page, 'late desk');
    await late.end();
  });

  it('asks all on one sheet on a desktop, shows what will be sent, and sends it sealed', async () => {
    const {page, asked} = people.a;
    await page.goto(`${wave.respond}/`);
    await press(page, 'To the questions');
    await page.waitForSelector('fieldset');
    await axe(page, 'the questions');
    await shot(page, '04-questions-desktop');
    people.answersA = await answerAll(page, (i) => (i % 4) + 1);
    await press(page, 'Look at what will be sent');
    await shows(page, 'What will be sent');
    await axe(page, 'the review');
    await shot(page, '05-review-desktop');
    asked.length = 0;
    await press(page, 'Send my answers');
    await shows(page, 'The server has signed that it has them');
    const [posted, ...more] = asked;
    assert.deepEqual([posted.method, posted.url, more.length], ['POST', `${wave.respond}/v1/ballot`, 0]);
    people.bytes = posted.bytes;
    const told = await page.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('karuna.slip'))));
    assert.doesNotMatch(told, /answers|nonce/, 'no answer stays on the device');
    assert.equal(JSON.parse(told).waiting, undefined);
    await axe(page, 'sent');
    await shot(page, '06-sent-desktop');
    clean(people.a);
  });

  it('asks one question at a time on a telephone, by keyboard alone', async () => {
    const one = people.b = await person({viewport: PHONE, scheme: 'dark'});
    await draw(one.page, 'e2@lindenhof.example');
    await shot(one.page, '07-drawn-phone-dark');
    await axe(one.page, 'drawn, telephone, dark');
    await press(one.page, 'To the questions');
    await one.page.waitForSelector('fieldset');
    assert.equal((await one.page.$$('fieldset')).length, 1);
    await axe(one.page, 'a question, telephone, dark');
    await shot(one.page, '08-question-phone-dark');
    // Tab from the heading: the chosen radio, then the next button. Arrow keys choose.
    const count = await one.page.$eval('progress', (bar) => Number(bar.max));
    for (let i = 0; i < count; i += 1) {
      assert.equal(await one.page.evaluate(() => document.activeElement.tagName), 'H1', 'the reader begins at the heading');
      await one.page.keyboard.press('Tab');
      assert.equal(await one.page.evaluate(() => document.activeElement.type), 'radio');
      assert.notEqual(await one.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', 'the focus is seen');
      await one.page.keyboard.press('ArrowDown');   // from "skip" around to the first
      await one.page.keyboard.press('Tab');
      assert.match(await one.page.evaluate(() => document.activeElement.textContent), /Next|Look at what will be sent/);
      await one.page.keyboard.press('Enter');
      await pause(20);
    }
    await shows(one.page, 'What will be sent');
    assert.equal(await one.page.$$eval('td', (cells) => cells.filter((cell) => cell.textContent === 'skipped').length), 0);
    assert.ok(await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
    await shot(one.page, '09-review-phone-dark');
    await press(one.page, 'Send my answers');
    await shows(one.page, 'The server has signed that it has them');
    await shot(one.page, '10-sent-phone-dark');
    clean(one);
  });

  it('A16: whatever is answered, skipped or withdrawn, the same requests of the same lengths leave the device', async () => {
    const traces = [];
    for (const [login, choose] of [['e3@lindenhof.example', () => 1], ['e4@lindenhof.example', (i) => (i % 2 ? 4 : 0)]]) {
      const one = await person();
      await draw(one.page, login);
      one.asked.length = 0;
      await press(one.page, 'To the questions');
      await answerAll(one.page, choose);
      await send(one.page);
      traces.push(one.asked.map(({method, url, bytes, headers}) => ({method, url, bytes, names: Object.keys(headers).sort(), length: JSON.stringify(headers).length})));
      clean(one);
      people[login] = one;
    }
    assert.deepEqual(traces[0], traces[1]);
    assert.equal(traces[0].length, 1);
    assert.equal(traces[0][0].bytes, people.bytes);
    const withdrawing = people['e3@lindenhof.example'];
    withdrawing.asked.length = 0;
    await press(withdrawing.page, 'Withdraw my answers');
    await shows(withdrawing.page, 'An empty ballot takes the place of yours');
    await axe(withdrawing.page, 'withdraw');
    await press(withdrawing.page, 'Withdraw');
    await shows(withdrawing.page, 'The server has signed that it has them');
    assert.deepEqual(withdrawing.asked.map(({method, url, bytes, headers}) => ({method, url, bytes, names: Object.keys(headers).sort(), length: JSON.stringify(headers).length})), traces[0]);
  });

  it('answers again, and the last one is kept', async () => {
    const {page} = people.a;
    await page.goto(`${wave.respond}/`);
    await press(page, 'Answer again');
    await answerAll(page, () => 2);
    await send(page);
    people.seq = await page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('karuna.slip')))).last_seq);
    assert.ok(people.seq >= 1);
    clean(people.a);
  });

  it('keeps a finished ballot while the server is away, and sends it when it is back', async () => {
    const one = people.b;
    await one.page.setViewport(DESK);
    await one.page.goto(`${wave.respond}/`);
    await press(one.page, 'Answer again');
    await answerAll(one.page, () => 3);
    await one.page.setOfflineMode(true);
    await press(one.page, 'Look at what will be sent');
    await press(one.page, 'Send my answers');
    await shows(one.page, 'Your answers wait on this device');
    await axe(one.page, 'waiting');
    await shot(one.page, '11-waiting-desktop');
    const kept = await one.page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('karuna.slip')))));
    assert.equal(Buffer.from(kept.waiting.post, 'base64url').length, people.bytes);
    one.asked.length = 0;
    await one.page.setOfflineMode(false);
    await shows(one.page, 'The server has signed that it has them');
    // A try that began while the network was away, and failed, may stand here too: what counts is that the door got it once.
    assert.equal(one.asked.filter((each) => each.method === 'POST' && each.request.failure() === null).length, 1);
    one.said.length = 0;    // the browser itself says that the network was away
  });

  it('speaks Arabic from right to left, German, French and Spanish, and remembers', async () => {
    for (const [language, title] of [['ar', 'الإجابة طوعية'], ['de', 'Die Teilnahme ist freiwillig'], ['fr', 'Répondre est volontaire'], ['es', 'Responder es voluntario']]) {
      const one = await person({viewport: PHONE, language});
      await one.page.goto(`${wave.respond}/`);
      await shows(one.page, title);
      assert.deepEqual(await one.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [language, language === 'ar' ? 'rtl' : 'ltr']);
      await axe(one.page, language);
      await shot(one.page, `12-${language}-phone`);
      if (language === 'ar') {
        await one.page.select('#language', 'de');
        await shows(one.page, 'Die Teilnahme ist freiwillig');
        assert.equal(await one.page.evaluate(() => document.activeElement.id), 'language');
        await one.page.reload();
        await shows(one.page, 'Die Teilnahme ist freiwillig');
      }
      clean(one);
      await one.end();
    }
    const arabic = await person({viewport: PHONE, language: 'ar'});
    await signIn(arabic.page, 'e5@lindenhof.example');
    await arabic.page.goto(`${wave.respond}/`);
    await press(arabic.page, 'اسحب حقي في الإجابة');
    await press(arabic.page, 'إلى الأسئلة');
    await arabic.page.waitForSelector('fieldset');
    await shot(arabic.page, '13-question-ar-phone');
    await axe(arabic.page, 'a question in Arabic');
    const [radio, words] = await arabic.page.evaluate(() => { const label = document.querySelector('fieldset label'); return [label.children[0].getBoundingClientRect().left, label.children[1].getBoundingClientRect().left]; });
    assert.ok(radio > words, 'the mark stands to the right of its words');
    await arabic.end();
  });

  it('works from a file on a disk, the draw too, with one line carried over each way', async () => {
    const file = join(wave.work, 'copy.html');
    writeFileSync(file, readFileSync(wave.page));
    const one = people.file = await person();
    await signIn(one.page, 'e6@lindenhof.example');
    await one.page.goto(pathToFileURL(file).href);
    await shows(one.page, 'Spring 2026');
    const context = one.page.browserContext();
    const other = async () => {
      const target = await context.waitForTarget((each) => each.type() === 'page' && each.url().startsWith(wave.respond), {timeout: 20_000});
      const page = await target.page();
      await page.waitForSelector('textarea[readonly]');
      const line = await page.$eval('textarea', (field) => field.value);
      await axe(page, 'the line to carry over');
      await shot(page, '14-carry-desktop');
      await page.close();
      return line;
    };
    await press(one.page, 'Draw my right to answer');
    const cell = await other();
    assert.match(cell, /^#cell=/);
    await one.page.bringToFront();
    await one.page.type('#line', '#cell=e30');
    await press(one.page, 'Take this line');
    await one.page.waitForFunction(() => document.getElementById('said').textContent.includes('not the line'));
    await axe(one.page, 'paste');
    const paste = async (line) => one.page.$eval('#line', (field, value) => { field.value = value; }, line);
    await paste(cell);
    await press(one.page, 'Take this line');
    const signed = await other();
    assert.match(signed, /^#signed=/);
    await one.page.waitForSelector('#line');
    await paste(signed);
    await press(one.page, 'Take this line');
    await shows(one.page, 'Your right to answer is on this device');
    await press(one.page, 'To the questions');
    await answerAll(one.page, () => 1);
    await send(one.page);
    clean(one);
  });

  it('keeps the slip as a file that the program on a terminal takes, and takes back', async () => {
    const downloads = mkdtempSync(join(wave.work, 'downloads-'));
    const client = await people.file.page.createCDPSession();
    await client.send('Browser.setDownloadBehavior', {behavior: 'allow', downloadPath: downloads, browserContextId: people.file.page.browserContext().id});
    await press(people.file.page, 'Save the slip as a file');
    let saved;
    for (let i = 0; i < 100 && !saved; i += 1) {
      await pause(50);
      saved = readdirSync(downloads).find((name) => name.endsWith('.json'));
    }
    assert.ok(saved, 'the slip was saved');
    const slip = join(downloads, saved);
    assert.match(wave.run('answer', 'withdraw', '--slip', slip), /Withdrawn/);
    const two = people.carried = await person();
    await two.page.goto(`${wave.respond}/`);
    await press(two.page, 'I have a slip or a code');
    const [chooser] = await Promise.all([two.page.waitForFileChooser(), press(two.page, 'Open a slip file')]);
    await chooser.accept([slip]);
    await shows(two.page, 'Your answers have arrived');
    clean(two);
  });

  it('checks the board after the close, by reading the whole of it', async () => {
    await wave.close();
    const expected = [['a', 'exactly as you sent it last'], ['e3@lindenhof.example', 'Your withdrawal is on the board'], ['carried', 'Your withdrawal is on the board'], ['file', 'another ballot of yours than the last one sent from here']];
    for (const [name, words] of expected) {
      const {page, asked} = people[name];
      if (name === 'file') await page.reload();
      else await page.goto(`${wave.respond}/`);
      await press(page, 'Check my ballot on the board').catch(async (error) => { throw new Error(`${name}: ${await page.$eval('main', (main) => main.textContent)} ${error.message}`); });
      await shows(page, words);
      const board = asked.filter((each) => each.url.endsWith('/leaves.bin'));
      assert.ok(board.length >= 1 && board.every((each) => each.headers.range === undefined), 'never a part of the board');
      if (name === 'a') {
        await axe(page, 'the board');
        await shot(page, '15-board-desktop');
      }
      clean(people[name]);
    }
    // What was counted is what was sent: the last ballots of the five people who answered, two of them withdrawn.
    const head = JSON.parse(wave.file('head.json')), dropped = JSON.parse(wave.file('dropped.json'));
    assert.deepEqual([head.size, head.superseded_count, dropped.length], [5, 4, 0]);
    await press(people.a.page, 'Delete code and slip from this device');
    await press(people.a.page, 'Delete');
    await shows(people.a.page, 'This device has nothing of this wave any more');
    assert.equal(await people.a.page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('slip')).length), 0);
  });

  it('is for nobody to read without script, and says where to go', async () => {
    const one = await person();
    await one.page.setJavaScriptEnabled(false);
    await one.page.goto(`${wave.respond}/`);
    assert.match(await one.page.$eval('main', (main) => main.textContent), /use a kiosk of your organisation/);
    await one.end();
  });
});
