// SPDX-License-Identifier: Apache-2.0
// The administrator: a table from a spreadsheet program with a ring of managers, undo, roles, and a sign-in provider that takes a role away.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/admin.test.mjs
import assert from 'node:assert/strict';
import {readFileSync, readdirSync, writeFileSync, appendFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {signInThere, startProvider, whyNoProvider} from '../oidc/provider.mjs';
import {launch, whyNot} from './browser.mjs';
import {everyPage, tabTo, wordsAgree} from './every_page.mjs';
import {axeFinds, person, settled, signIn, withPassword} from './studio.mjs';
import {Wave, shot} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
const noProvider = reason ?? whyNoProvider();
if (reason) console.log(`tests of the administrator's pages are skipped: ${reason}`);
else if (noProvider) console.log(`tests of the sign-in provider are skipped: ${noProvider}`);
const ADMIN = 'root@lindenhof.example', PAGES = ['health', 'people', 'accounts', 'settings', 'logs'];
const freePort = () => new Promise((resolve) => { const server = createServer(); server.listen(0, '127.0.0.1', () => { const {port} = server.address(); server.close(() => resolve(port)); }); });

/// As a spreadsheet program in a German office saves it: semicolons, Windows-1252, CRLF, a date of its own.
const windows = (rows) => Buffer.from(rows.map((row) => row.join(';')).join('\r\n'), 'latin1');
const HEAD = ['Personalnummer', 'E-Mail', 'Vorgesetzte', 'Abteilung', 'Geburtstag', 'Eintritt'];
const row = (i, boss) => [`E${i}`, `e${i}@lindenhof.example`, boss, i < 30 ? 'Küche' : 'Pflege Süd', '1.2.1980', '13.01.2020'];

describe('the administrator', {skip: reason, concurrency: 1, timeout: 1_800_000}, () => {
  let wave, browser, admin, page, provider, port, nobody;
  const people = {
    lead: {email: 'E3@lindenhof.example', email_verified: true, groups: ['karuna-leads']},
    unverified: {email: 'e4@lindenhof.example', email_verified: false, groups: ['karuna-leads']},
    stranger: {email: 'somebody@elsewhere.example', email_verified: true, groups: []},
    crook: {email: ADMIN, email_verified: true, groups: []},
  };
  before(async () => {
    wave = await Wave.begin();
    withPassword(wave, ADMIN, 'administrator');
    port = await freePort();
    nobody = await freePort();   // a mail server that is not there
    appendFileSync(join(wave.folder, 'karuna.toml'), `\n[mail]\nserver = "smtp://127.0.0.1:${nobody}"\nfrom = "karuna@lindenhof.example"\nencrypted = false\n[oidc]\nissuer = "http://127.0.0.1:${port}"\nclient_id = "karuna"\nname = "Clinic login"\nscopes = "openid email groups"\n[oidc.roles]\nprogramme-lead = ["karuna-leads"]\n`);
    if (!noProvider) provider = await startProvider({port, redirect: `${wave.studio}/api/oidc/back`, people});
    await wave.serve();
    browser = await launch();
    admin = await person(browser);
    ({page} = admin);
    await signIn(page, wave.studio, ADMIN);
  });
  after(async () => {
    await browser?.close();
    await provider?.end();
    await wave?.end();
  });

  const text = (of = page) => of.$eval('main', (main) => main.textContent);
  const open = async (name) => { await page.goto(`${wave.studio}/${name}`); await settled(page); };
  async function look(name, bytes, {columns = '', units = ''} = {}) {
    const file = join(wave.work, name);
    writeFileSync(file, bytes);
    await open('people');
    await (await page.$('#table')).uploadFile(file);
    if (columns || units) {
      await page.click('form details summary');
      await page.type('#columns', columns);
      await page.type('#units', units);
    }
    await page.click('form.sheet button[type=submit]');
    await page.waitForSelector('#diff, #stop');
    return text();
  }
  const COLUMNS = 'employee_id=Personalnummer, email=E-Mail, manager_id=Vorgesetzte, department=Abteilung, start_date=Eintritt';

  it('has the same words in five languages', () => wordsAgree(readFileSync, 'admin', 100));

  it('sees that all is in order, or a fix with a name', async () => {
    await open('health');
    const health = await page.evaluate(async () => (await fetch('/api/admin/health.json')).json());
    assert.deepEqual(health.checks.filter((check) => !check.good), []);
    assert.equal(health.checks.find((check) => check.name === 'people').people, 60);
    assert.deepEqual(health.outbound, [{what: 'mail', where: `smtp://127.0.0.1:${nobody}`}, {what: 'oidc', where: `http://127.0.0.1:${port}`}]);
    assert.match(await text(), /Nothing needs you/);
    assert.match(await text(), /next: karuna wave open/);
  });

  it('sends a letter of trial to itself, and reads why it was not taken', async () => {
    await open('health');
    await page.click('#mail-test');
    await page.waitForFunction(() => document.querySelector('#mail-said p'));
    const said = await page.$eval('#mail-said', (one) => one.textContent);
    assert.ok(said.includes(`The letter to ${ADMIN} was not sent:`), said);
    assert.match(said, /Nothing was delivered/);
    admin.said.splice(0);   // the browser mentions the answer of 422
  });

  it('is told what is missing in a file, by the name of the file', async () => {
    assert.match(await look('leer.csv', windows([['Name'], ['Ana']])), /leer\.csv has no column employee_id/);
    assert.doesNotMatch(await text(), /upload-/);
    assert.match(await look('nichts.csv', Buffer.alloc(0)), /cannot be taken/);
    admin.said.splice(0);   // the browser mentions answers of 422
  });

  it('reads a semicolon file of a spreadsheet program, finds the ring of managers, and writes nothing', async () => {
    const rows = [HEAD, ...Array.from({length: 59}, (_, i) => row(i, i === 1 ? 'E2' : i === 2 ? 'E1' : i === 5 ? 'E999' : i ? 'E0' : '')), row(70, 'E0')];
    const said = await look('personal.csv', windows(rows), {columns: COLUMNS});
    assert.match(said.replace(/[\u2066-\u2069]/g, ''), /These lead each other in a ring: E1, E2, E1/);
    assert.match(said.replace(/[\u2066-\u2069]/g, ''), /1 name a manager who is not on the roster: E5 → E999/);
    assert.match(said.replace(/[\u2066-\u2069]/g, ''), /Not read, and not kept: Geburtstag/);
    assert.match(said, /In another unit59/);
    assert.match(said, /New1/);
    assert.match(said, /Leaving1/);
    assert.equal(await page.$('#take'), null, 'a ring cannot be taken');
    assert.deepEqual(await axeFinds(page), []);
    await shot(page, 'people-ring');
    assert.equal(JSON.parse(wave.run('people', 'list', '--json')).units.some((unit) => unit.name === 'Küche'), false);
    assert.deepEqual(readdirSync(join(wave.folder, 'people')).filter((name) => name.startsWith('upload')), [], 'no file stays behind');
  });

  it('takes the corrected file, and takes it back', async () => {
    const rows = [HEAD, ...Array.from({length: 59}, (_, i) => row(i, i ? 'E0' : '')), row(70, 'E0')];
    const said = await look('personal.csv', windows(rows), {columns: COLUMNS});
    assert.doesNotMatch(said, /ring/);
    await page.click('#take');
    await page.waitForSelector('#taken');
    const names = () => JSON.parse(wave.run('people', 'list', '--json')).units.map((unit) => unit.name);
    assert.ok(names().includes('Küche') && names().includes('Pflege Süd'), names().join());
    await page.waitForSelector('#undo');
    await page.click('#undo');
    await page.waitForFunction(() => document.querySelector('main').textContent.includes('The roster is as it was before the last import'));
    assert.ok(names().includes('Nursing') || !names().includes('Küche'), names().join());
    assert.deepEqual(admin.said, []);
  });

  it('does not take other bytes than were looked at, nor more than 64 MB', async () => {
    const answer = await page.evaluate(async () => {
      const {signed} = await (await fetch('/api/session')).json();
      const headers = {'X-Karuna-CSRF': signed.csrf, 'Content-Type': 'text/csv'};
      const other = await fetch('/api/admin/people/import?take=1&sha256=00', {method: 'POST', headers, body: 'employee_id,department\nE1,A\n'});
      return other.status;
    });
    assert.equal(answer, 409);
    admin.said.splice(0);
  });

  it('gives and takes roles, and does not lock everybody out', async () => {
    await open('accounts');
    await page.type('#login', 'e7@lindenhof.example');
    await page.select('#role', 'sponsor');
    await page.click('form.sheet button[type=submit]');
    await page.waitForFunction(() => document.querySelector('#said').textContent.includes('e7@lindenhof.example: sponsor given'));
    withPassword(wave, 'e7@lindenhof.example');
    const sponsor = await person(browser);
    await signIn(sponsor.page, wave.studio, 'e7@lindenhof.example');
    await page.evaluate(() => [...document.querySelectorAll('.roles-given button')].find((one) => one.textContent.includes('e7@')).click());
    await page.waitForFunction(() => document.querySelector('#said').textContent.includes('taken back'));
    assert.equal(await sponsor.page.evaluate(async () => (await (await fetch('/api/session')).json()).signed), null, 'the session is over');
    await sponsor.end();
    await page.evaluate((login) => [...document.querySelectorAll('.roles-given button')].find((one) => one.textContent.includes(login) && one.textContent.includes('dministrator')).click(), ADMIN);
    await page.waitForFunction(() => document.querySelector('#said').textContent.includes('last administrator'));
    assert.deepEqual(admin.said.splice(0).filter((line) => !line.includes('422')), []);
  });

  it('sees no result, no comment and no question, whatever address it tries', async () => {
    const statuses = await page.evaluate(async () => Promise.all(['/api/changed.json', '/api/changed.csv', '/api/releases.json', '/api/report/deep.json', '/api/report/deep.csv', '/api/team.json', '/api/council/releases.json',
      '/api/council/board.json', '/api/council/exchange.json', '/api/council/rules.json', '/api/audit.json', '/api/opened.json'].map(async (path) => (await fetch(path)).status)));
    assert.deepEqual([...new Set(statuses)], [403]);
    admin.said.splice(0);
  });

  it('works by keyboard alone', async () => {
    await open('health');
    for (const [letter, heading] of [['e', 'People and imports'], ['a', 'Sign-in and roles'], ['s', 'Settings'], ['l', 'Logs'], ['h', 'Health']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.waitForFunction((wanted) => document.querySelector('main h1')?.textContent === wanted, {}, heading);
    }
    await open('people');
    await tabTo(page, 'table');
    await tabTo(page, 'Look at what would change');
    await tabTo(page, 'undo');
  });

  it('has every page readable for all', () => everyPage(browser, wave.studio, ADMIN, PAGES));

  describe('with a sign-in provider', {skip: noProvider, concurrency: 1}, () => {
    /// A browser that never saw the provider: no session there either.
    async function through(login) {
      const one = await person(browser);
      await one.page.goto(`${wave.studio}/`);
      await one.page.waitForSelector('#provider');
      await Promise.all([one.page.waitForNavigation(), one.page.click('#provider')]);
      await signInThere(one.page, login);
      await one.page.waitForSelector('main h1');
      return one;
    }
    const signed = (of) => of.evaluate(async () => (await (await fetch('/api/session')).json()).signed);

    it('lets somebody in with the role of their group, and without it once the group is lost', async () => {
      const first = await through('lead');
      await first.page.waitForSelector('nav.menu');
      const before = await signed(first.page);
      assert.equal(before.login, 'e3@lindenhof.example');
      assert.deepEqual(before.roles, ['employee', 'programme-lead']);
      assert.equal(await first.page.evaluate(() => document.cookie), '', 'no script reads a cookie');
      people.lead.groups = [];
      const second = await through('lead');
      await second.page.waitForSelector('nav.menu');
      assert.deepEqual((await signed(second.page)).roles, ['employee']);
      assert.equal(await signed(first.page), null, 'the session that had the role is over');
      await first.end();
      await second.end();
    });

    it('lets in nobody it does not know, nobody unverified, and no namesake of an administrator', async () => {
      for (const [login, words] of [['stranger', 'nobody with your address is known here'], ['unverified', 'did not come to an end'], ['crook', 'nobody with your address is known here']]) {
        const one = await through(login);
        await one.page.waitForFunction((wanted) => document.querySelector('.provider')?.textContent.includes(wanted), {}, words);
        assert.equal(await signed(one.page), null, login);
        assert.deepEqual(await axeFinds(one.page), []);
        await one.end();
      }
    });

    it('takes no code that belongs to another attempt', async () => {
      const back = (query, cookie) => fetch(`${wave.studio}/api/oidc/back?${query}`, {redirect: 'manual', headers: cookie ? {Cookie: cookie} : {}});
      for (const [query, cookie] of [['code=x&state=y', ''], ['code=x&state=y', 'karuna_oidc=made.1'], ['', ''], ['error=access_denied', '']]) {
        const answer = await back(query, cookie);
        assert.equal(answer.status, 303);
        assert.equal(answer.headers.get('location'), '/signin#provider=failed');
        assert.doesNotMatch(answer.headers.get('set-cookie'), /karuna_session/);
      }
      const start = await fetch(`${wave.studio}/api/oidc/start`, {redirect: 'manual'});
      const asked = new URL(start.headers.get('location')), own = start.headers.get('set-cookie').split(';')[0];
      assert.match(start.headers.get('set-cookie'), /Path=\/api\/oidc; HttpOnly; SameSite=Lax; Max-Age=600/);
      assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
      for (const name of ['state', 'nonce', 'code_challenge']) assert.ok(asked.searchParams.get(name).length >= 43, name);
      assert.equal((await back(`code=x&state=${asked.searchParams.get('state')}`, own)).headers.get('location'), '/signin#provider=failed', 'a code the provider never gave');
    });

    it('keeps the door of the administrator with a password open when the provider is gone', async () => {
      await provider.end();
      provider = undefined;
      const start = await fetch(`${wave.studio}/api/oidc/start`, {redirect: 'manual'});
      assert.equal(start.status, 303, 'the description is known already, or the page says that it failed');
      const one = await person(browser);
      await signIn(one.page, wave.studio, ADMIN);
      assert.equal((await signed(one.page)).role, 'administrator');
      await one.end();
    });
  });
});
