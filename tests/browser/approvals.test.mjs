// SPDX-License-Identifier: Apache-2.0
// A wave that is looser than the one before: neither the programme lead nor the council publishes it alone, both together do, and an employee reads why.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/approvals.test.mjs
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {everyPage, wordsAgree} from './every_page.mjs';
import {person, settled, signIn, withPassword} from './studio.mjs';
import {Wave, shot} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of approvals are skipped: ${reason}`);
const LEAD = 'lead@lindenhof.example', COUNCIL = 'council@lindenhof.example', BOTH = 'both@lindenhof.example', EMPLOYEE = 'e3@lindenhof.example';

describe('loosening a rule', {skip: reason, concurrency: 1, timeout: 900_000}, () => {
  let wave, browser, lead, council, looser;
  before(async () => {
    wave = await Wave.begin({languages: '["en"]', profile: 'strict'});
    withPassword(wave, LEAD, 'programme-lead');
    withPassword(wave, COUNCIL, 'council');
    withPassword(wave, BOTH, 'programme-lead', 'council');
    withPassword(wave, EMPLOYEE, 'employee');
    looser = join(wave.work, 'LOOSER.toml');
    writeFileSync(looser, readFileSync(join(wave.work, 'WAVE.toml'), 'utf8').replace('Spring 2026', 'Autumn 2026').replace('"strict"', '"balanced"'));
    await wave.serve();
    browser = await launch();
    lead = await person(browser);
    await signIn(lead.page, wave.studio, LEAD);
    council = await person(browser);
    await signIn(council.page, wave.studio, COUNCIL);
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  const publish = () => spawnSync(wave.program, ['wave', 'publish', looser], {encoding: 'utf8', env: {...process.env, KARUNA_FOLDER: wave.folder}});
  /// As the page of whoever is signed in would send it.
  const send = (page, path, body) => page.evaluate(async (to, what) => {
    const {signed} = await (await fetch('/api/session')).json();
    const answer = await fetch(to, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify(what)});
    return {status: answer.status, body: await answer.json()};
  }, path, body);
  const list = (page) => page.evaluate(async () => (await fetch('/api/approvals.json')).json());
  const text = (page) => page.$eval('main', (main) => main.innerText);
  const quiet = (one) => assert.deepEqual(one.said.splice(0).filter((line) => !/status of 4\d\d/.test(line)), []);

  it('has words with the same blanks in every language', () => wordsAgree(readFileSync, 'approvals', 20));

  it('shows the council and the lead that nothing waits', async () => {
    await everyPage(browser, wave.studio, COUNCIL, ['approvals']);
    await council.page.goto(`${wave.studio}/approvals`);
    await settled(council.page);
    assert.match(await text(council.page), /Nothing waiting\./);
  });

  it('refuses to publish a looser wave that nobody agreed to, and names what is looser', () => {
    const {status, stderr} = publish();
    assert.equal(status, 3, stderr);
    assert.match(stderr, /profile \(strict -> balanced\)/);
    assert.match(wave.run('wave', 'plan', looser), /Looser than "Spring 2026".*profile: balanced, before strict/s);
  });

  it('lets the lead ask from the plan, and nothing follows from that alone', async () => {
    const {page} = lead;
    await page.goto(`${wave.studio}/wave`);
    await page.waitForSelector('#title');
    await page.type('#title', 'Autumn 2026');
    for (const words of ['support', 'rehearsal']) await page.evaluate((wanted) => [...document.querySelectorAll('.choice')].find((one) => one.textContent.toLowerCase().includes(wanted)).querySelector('input').click(), words);
    await page.click('button.main');
    await page.waitForSelector('#looser');
    assert.match(await page.$eval('#looser', (one) => one.innerText), /Looser than “Spring 2026”/);
    // The draft of the page is looser in the same rules as the file that is published here: what was asked is bound to them.
    await page.type('#reason', 'Strict shows too little of small wards.');
    await page.click('#looser button[type=submit]');
    await page.waitForFunction(() => document.querySelector('#looser [role=status]').textContent.includes('Asked.'));
    await shot(page, 'approvals-asking');
    assert.equal(publish().status, 3, 'the lead alone');
    const [one] = await list(page);
    assert.equal((await send(page, '/api/approvals/decide', {id: one.id, do: 'give', reason: 'me'})).status, 409);
    assert.equal((await send(page, '/api/approvals/ask', {wave: readFileSync(looser, 'utf8'), reason: 'again'})).status, 409);
    assert.equal(publish().status, 3, 'the lead alone');
    quiet(lead);
  });

  it('lets the council refuse with a reason, and somebody with both roles decide nothing they asked for', async () => {
    const {page} = council;
    await page.goto(`${wave.studio}/approvals`);
    await settled(page);
    await page.type('textarea', 'Two more waves first.');
    await page.evaluate(() => [...document.querySelectorAll('button')].find((one) => one.textContent === 'Refuse').click());
    await page.waitForFunction(() => document.querySelector('main').innerText.includes('“Two more waves first.”'));
    assert.equal(publish().status, 3, 'refused');
    quiet(council);

    const both = await person(browser);
    await signIn(both.page, wave.studio, BOTH);
    const inRole = (role) => send(both.page, '/api/role', {role});
    await inRole('programme-lead');
    const asked = await send(both.page, '/api/approvals/ask', {wave: readFileSync(looser, 'utf8'), reason: 'Alone.'});
    assert.equal(asked.status, 200, JSON.stringify(asked.body));
    await inRole('council');
    const refused = await send(both.page, '/api/approvals/decide', {id: asked.body.id, do: 'give', reason: 'Alone.'});
    assert.deepEqual([refused.status, refused.body.words], [409, 'it takes another person: you asked, in another role']);
    assert.equal(publish().status, 3, 'one person in two roles');
    await both.end();
  });

  it('publishes when the other role agrees, and every employee reads both reasons', async () => {
    const {page} = council;
    await page.goto(`${wave.studio}/approvals`);
    await settled(page);
    await page.type('textarea', 'The wards asked for it.');
    await page.evaluate(() => [...document.querySelectorAll('button')].find((one) => one.textContent === 'Agree').click());
    await page.waitForFunction(() => document.querySelector('main').innerText.includes('“The wards asked for it.”'));
    await shot(page, 'approvals-decided');
    quiet(council);
    const done = publish();
    assert.equal(done.status, 0, done.stderr);

    const employee = await person(browser);
    await signIn(employee.page, wave.studio, EMPLOYEE);
    await employee.page.goto(`${wave.studio}/approvals`);
    await settled(employee.page);
    const said = await text(employee.page);
    for (const words of ['“Alone.”', '“The wards asked for it.”', '“Two more waves first.”']) assert.ok(said.includes(words), words);
    assert.ok(!said.includes('@'), 'roles, not names');
    assert.equal(await employee.page.$('textarea'), null);
    assert.equal((await send(employee.page, '/api/approvals/decide', {id: 'x', do: 'give', reason: 'me'})).status, 403);
    quiet(employee);
    await employee.end();
    // A reason in Latin letters stays together in an Arabic sentence (U+2068 and U+2069, Unicode Standard Annex 9).
    const arabic = await person(browser, {language: 'ar'});
    await signIn(arabic.page, wave.studio, EMPLOYEE);
    await arabic.page.goto(`${wave.studio}/approvals`);
    await settled(arabic.page);
    assert.match(await arabic.page.$eval('main', (main) => main.textContent), /«\u2068Two more waves first\.\u2069»/);
    await arabic.end();
    await everyPage(browser, wave.studio, LEAD, ['approvals']);

    await page.goto(`${wave.studio}/audit`);
    await settled(page);
    assert.match(await text(page), /agreed to loosen a rule/);
    assert.match(await text(page), /whole/i);
  });
});
