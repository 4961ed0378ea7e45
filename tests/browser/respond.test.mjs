// SPDX-License-Identifier: Apache-2.0
// The answering page against the real program, in the browser of this machine: a person draws, answers, answers again, withdraws, and checks the board.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond.test.mjs      (KARUNA_SHOTS=folder keeps pictures)
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {after, before, describe, it} from 'node:test';
import {launch} from './browser.mjs';
import {DESK, PHONE, answerAll, axe, clean, draw, pause, person as visitor, press, reason, send, shows, signIn, slipOf, trace} from './visitor.mjs';
import {Wave, shot} from './wave.mjs';

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

  const person = (options) => visitor(browser, wave, options);
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
    await press(one.page, 'How you are protected');
    await shows(one.page, 'works council');
    const words = await one.page.$eval('main', (main) => main.textContent);
    for (const part of ['Lindenhof', 'This is a rehearsal', 'Answering is voluntary', '10 people who answered', '27 questions, about 4 min', 'for everybody at once', 'works council', '58.9 %', '88.2 %', 'The desk is closed']) assert.ok(words.includes(part), part);
    assert.equal(await one.page.$('fieldset'), null);
    await axe(one.page, 'before the desk opens');
    await shot(one.page, '01-before-desktop');
    clean(one, wave);
    await one.end();
  });

  it('draws by one press, through the desk and back, and neither side sees what it must not', async () => {
    await wave.open('desk');
    const one = people.a = await person();
    await signIn(one.page, wave, 'e1@lindenhof.example');
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
    clean(one, wave);
  });

  it('gets the same right again on another device by the code alone, and another code none', async () => {
    const code = await people.a.page.$eval('.code', (one) => one.textContent);
    const two = await person();
    await signIn(two.page, wave, 'e1@lindenhof.example');
    await two.page.goto(`${wave.respond}/`);
    await press(two.page, 'I have a slip or a code');
    await two.page.type('#code', code.toLowerCase().replace(/ /g, '-').replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    await press(two.page, 'Go on with this');
    await shows(two.page, 'something in it was mistyped');
    await axe(two.page, 'a mistyped code');
    await two.page.$eval('#code', (field) => { field.value = ''; });
    await two.page.type('#code', code.toLowerCase());
    await press(two.page, 'Go on with this');
    await shows(two.page, 'Your right to answer is on this device');
    const [first, second] = [await slipOf(people.a.page), await slipOf(two.page)];
    assert.deepEqual(second, first, 'the same code gives the same tokens');
    clean(two, wave);
    await two.end();
    const three = await person();
    await signIn(three.page, wave, 'e1@lindenhof.example');
    await three.page.goto(`${wave.respond}/`);
    await press(three.page, 'Draw my right to answer');
    await three.page.waitForFunction(() => /drawn (for you )?already/.test(document.body.textContent));
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
    // From the invitation to the first question: one press, by somebody who is signed in.
    const quick = await person();
    await signIn(quick.page, wave, 'e7@lindenhof.example');
    await quick.page.goto(`${wave.respond}/`);
    await press(quick.page, 'To the questions');
    await quick.page.waitForSelector('fieldset');
    assert.ok((await quick.page.$eval('main', (main) => main.textContent)).includes('60 people, a number the works council attested'), 'the group stands before the first question');
    clean(quick, wave);
    await quick.end();
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
    await press(page, 'The exact bytes that are sent');
    await page.waitForFunction(() => document.querySelector('.bytes').textContent.length > 1000);
    const promised = (await page.$eval('.bytes', (one) => one.textContent)).replace(/ /g, '');
    assert.equal(asked.length, 0, 'looking at the bytes sends nothing');
    await press(page, 'Send my answers');
    await shows(page, 'The server has signed that it has them');
    const [posted, ...more] = asked;
    // The receipt is for these very bytes: docs/protocol.md, with offsets counted by hand.
    const post = Buffer.from(promised, 'hex'), hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const blob = hash(Buffer.from('KARUNA-BLOB-v1'), Buffer.from([1]), post.subarray(338, 370), hash(post.subarray(370)));
    assert.equal((await slipOf(page)).last_blob, blob.toString('base64url'), 'the bytes shown are the bytes sent');
    assert.equal(posted.bytes, post.length);
    assert.deepEqual([posted.method, posted.url, more.length], ['POST', `${wave.respond}/v1/ballot`, 0]);
    people.bytes = posted.bytes;
    const told = await page.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('karuna.slip'))));
    assert.doesNotMatch(told, /answers|nonce/, 'no answer stays on the device');
    assert.equal(JSON.parse(told).waiting, undefined);
    await axe(page, 'sent');
    await shot(page, '06-sent-desktop');
    clean(people.a, wave);
  });

  it('asks one question at a time on a telephone, by keyboard alone', async () => {
    const one = people.b = await person({viewport: PHONE, scheme: 'dark'});
    await draw(one.page, wave, 'e2@lindenhof.example');
    await shot(one.page, '07-drawn-phone-dark');
    await axe(one.page, 'drawn, telephone, dark');
    await press(one.page, 'To the questions');
    await one.page.waitForSelector('fieldset');
    assert.equal((await one.page.$$('fieldset')).length, 1);
    await axe(one.page, 'a question, telephone, dark');
    await shot(one.page, '08-question-phone-dark');
    // From the heading: Tab to the answers, an arrow or a number chooses, Tab or Enter goes on.
    const count = await one.page.$eval('progress', (bar) => Number(bar.max));
    for (let i = 0; i < count; i += 1) {
      assert.equal(await one.page.evaluate(() => document.activeElement.tagName), 'H1', 'the reader begins at the question');
      assert.equal(await one.page.evaluate(() => document.activeElement.closest('fieldset') !== null), true);
      if (i % 2) {
        await one.page.keyboard.press('3');
        assert.equal(await one.page.evaluate(() => document.activeElement.value), '3');
        await one.page.keyboard.press('Enter');
      } else {
        await one.page.keyboard.press('Tab');
        assert.equal(await one.page.evaluate(() => document.activeElement.type), 'radio');
        assert.notEqual(await one.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', 'the focus is seen');
        await one.page.keyboard.press('ArrowDown');
        await one.page.keyboard.press('ArrowUp');
        await one.page.keyboard.press('Tab');
        if (await one.page.evaluate(() => document.activeElement.closest('.doors') !== null)) await one.page.keyboard.press('Tab');
        assert.match(await one.page.evaluate(() => document.activeElement.textContent), /Next|Look at what will be sent/);
        await one.page.keyboard.press('Enter');
      }
      await pause(20);
    }
    await shows(one.page, 'What will be sent');
    assert.equal(await one.page.$$eval('td', (cells) => cells.filter((cell) => cell.textContent === 'skipped').length), 0);
    assert.ok(await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
    await shot(one.page, '09-review-phone-dark');
    await press(one.page, 'Send my answers');
    await shows(one.page, 'The server has signed that it has them');
    await shot(one.page, '10-sent-phone-dark');
    clean(one, wave);
  });

  it('A16: whatever is answered, skipped or withdrawn, the same requests of the same lengths leave the device', async () => {
    const traces = [];
    for (const [login, choose] of [['e3@lindenhof.example', () => 1], ['e4@lindenhof.example', (i) => (i % 2 ? 4 : 0)]]) {
      const one = await person();
      await draw(one.page, wave, login);
      one.asked.length = 0;
      await press(one.page, 'To the questions');
      await answerAll(one.page, choose);
      await send(one.page);
      traces.push(trace(one.asked));
      clean(one, wave);
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
    await press(withdrawing.page, 'Withdraw my answers');
    await shows(withdrawing.page, 'The server has signed that it has them');
    assert.deepEqual(trace(withdrawing.asked), traces[0]);
  });

  it('answers again, and the last one is kept', async () => {
    const {page} = people.a;
    await page.goto(`${wave.respond}/`);
    await press(page, 'Answer again');
    await answerAll(page, () => 2);
    await send(page);
    people.seq = (await slipOf(page)).last_seq;
    assert.ok(people.seq >= 1);
    clean(people.a, wave);
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
    const kept = await slipOf(one.page);
    assert.equal(Buffer.from(kept.waiting.post, 'base64url').length, people.bytes);
    one.asked.length = 0;
    await one.page.setOfflineMode(false);
    await shows(one.page, 'The server has signed that it has them');
    // A try that began while the network was away, and failed, may stand here too: what counts is that the door got it once.
    assert.equal(one.asked.filter((each) => each.method === 'POST' && each.request.failure() === null).length, 1);
    one.said.length = 0;    // the browser itself says that the network was away
  });

  it('keeps it too where the page is closed before the network is back', async () => {
    const one = people.b;
    await press(one.page, 'Answer again');
    await answerAll(one.page, () => 3);
    await one.page.setOfflineMode(true);
    await press(one.page, 'Look at what will be sent');
    await press(one.page, 'Send my answers');
    await shows(one.page, 'Your answers wait on this device');
    await one.page.goto('about:blank');
    await one.page.setOfflineMode(false);
    await one.page.goto(`${wave.respond}/`);
    await shows(one.page, 'Your answers have arrived');
    const sent = await slipOf(one.page);
    assert.ok(sent.waiting === undefined && sent.last_receipt, 'what waited went out, and was signed for');
    one.said.length = 0;
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
      clean(one, wave);
      await one.end();
    }
    const arabic = await person({viewport: PHONE, language: 'ar'});
    await signIn(arabic.page, wave, 'e5@lindenhof.example');
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
    await signIn(one.page, wave, 'e6@lindenhof.example');
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
    await press(one.page, 'Go on with this');
    await one.page.waitForFunction(() => document.querySelector('main .stop:not([hidden])')?.textContent.includes('not the line'));
    await axe(one.page, 'paste');
    const paste = async (line) => one.page.$eval('#line', (field, value) => { field.value = value; }, line);
    await paste(cell);
    await press(one.page, 'Go on with this');
    const signed = await other();
    assert.match(signed, /^#signed=/);
    await one.page.waitForSelector('#line');
    await paste(signed);
    await press(one.page, 'Go on with this');
    await shows(one.page, 'Your right to answer is on this device');
    await press(one.page, 'To the questions');
    await answerAll(one.page, () => 1);
    await send(one.page);
    clean(one, wave);
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
    const [chooser] = await Promise.all([two.page.waitForFileChooser(), press(two.page, 'Open a file or picture')]);
    await chooser.accept([slip]);
    await shows(two.page, 'Your answers have arrived');
    clean(two, wave);
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
      clean(people[name], wave);
    }
    // What was counted is what was sent: the last ballots of the five people who answered, two of them withdrawn.
    const head = JSON.parse(wave.file('head.json')), dropped = JSON.parse(wave.file('dropped.json'));
    assert.deepEqual([head.size, head.superseded_count, dropped.length], [5, 5, 0]);
    await press(people.a.page, 'Delete everything from this device');
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
