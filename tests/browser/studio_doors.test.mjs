// SPDX-License-Identifier: Apache-2.0
// What keeps others out of the studio, on the real program: policy, headers, cookies, requests from elsewhere, limits, slow clients, wrong passwords.
// The list is docs/security.md. KARUNA_BINARY=build/release/karuna node --test tests/browser/studio_doors.test.mjs
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {PASSWORD, person, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
const ANNA = 'e1@lindenhof.example', BEN = 'e2@lindenhof.example';

/// What was set, each by itself; Node 18 hands them over in one line, and none of ours has a comma.
const cookiesOf = (answer) => (answer.headers.get('set-cookie') ?? '').split(/,\s*/).filter(Boolean);

describe('the doors of the studio', {skip: reason, concurrency: 1, timeout: 900_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin({people: 30});
    withPassword(wave, ANNA, 'council');
    withPassword(wave, BEN);
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });
  const enter = (login, password, headers = {}) => fetch(`${wave.studio}/v1/session`, {method: 'POST', headers: {'Content-Type': 'application/json', ...headers}, body: JSON.stringify({login, password})});

  it('sends a policy without unsafe-*, and headers that keep other pages out', async () => {
    const {headers} = await fetch(`${wave.studio}/`);
    const policy = headers.get('content-security-policy');
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"]) assert.ok(policy.includes(part), part);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(headers.get('cache-control'), 'no-store');
    const html = await (await fetch(`${wave.studio}/`)).text();
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/, 'nothing inline');
  });

  it('runs no script and no style that was put into a page', async () => {
    const one = await person(browser);
    await one.page.goto(`${wave.studio}/`);
    await one.page.waitForSelector('#login');
    const stopped = await one.page.evaluate(() => new Promise((resolve) => {
      const seen = new Set();
      document.addEventListener('securitypolicyviolation', (event) => { seen.add(event.effectiveDirective); if (seen.size === 2) resolve([...seen].sort()); });
      const script = document.createElement('script');
      try { script.text = 'window.ran = true'; } catch { seen.add('require-trusted-types-for'); }
      document.head.append(script);
      const style = document.createElement('style');
      style.textContent = 'body{display:none}';
      document.head.append(style);
    }));
    assert.ok(stopped.some((directive) => directive.startsWith('style-src')), String(stopped));
    assert.equal(await one.page.evaluate(() => window.ran), undefined);
    await one.end();
  });

  it('gives cookies that no script reads, no other site sends, and that do not go to the answering door', async () => {
    const one = await person(browser);
    await signIn(one.page, wave.studio, ANNA);
    const cookies = (await one.context.cookies()).filter((each) => each.name === 'karuna_session');
    assert.deepEqual(cookies.map((each) => each.path).sort(), ['/api', '/v1']);
    for (const each of cookies) { assert.equal(each.httpOnly, true); assert.equal(each.sameSite, 'Strict'); assert.equal(each.session, true); }
    await one.end();
  });

  it('signs out for good', async () => {
    const answer = await enter(ANNA, PASSWORD), cookie = cookiesOf(answer)[0].split(';')[0], {csrf} = await answer.json();
    assert.equal((await fetch(`${wave.studio}/v1/session`, {headers: {cookie}})).status, 200);
    const out = await fetch(`${wave.studio}/api/session`, {method: 'DELETE', headers: {cookie, 'X-Karuna-CSRF': csrf}});
    assert.equal(out.status, 200);
    for (const each of cookiesOf(out)) assert.match(each, /Max-Age=0/);
    assert.equal((await fetch(`${wave.studio}/v1/session`, {headers: {cookie}})).status, 401, 'an old cookie is worth nothing');
  });

  it('changes nothing for a page of another site, even with the cookie', async () => {
    const answer = await enter(ANNA, PASSWORD), cookie = cookiesOf(answer)[0].split(';')[0], {csrf} = await answer.json();
    const choose = (headers) => fetch(`${wave.studio}/api/me/reminders`, {method: 'POST', headers: {cookie, 'Content-Type': 'application/json', ...headers}, body: '{"reminders_off":true}'});
    assert.equal((await choose({})).status, 403);
    assert.equal((await choose({'X-Karuna-CSRF': 'guessed'})).status, 403);
    assert.equal((await choose({'X-Karuna-CSRF': csrf, Origin: 'https://elsewhere.example'})).status, 403);
    assert.equal((await choose({'X-Karuna-CSRF': csrf, Origin: wave.studio})).status, 200);
    assert.equal((await enter(ANNA, PASSWORD, {Origin: 'https://elsewhere.example'})).status, 403, 'nor does it sign anybody in');
    // A browser on another port of this machine is another origin: it neither reads nor changes.
    const other = await person(browser);
    await signIn(other.page, wave.studio, ANNA);
    await other.page.goto(`${wave.respond}/`);
    const tried = await other.page.evaluate((studio) => fetch(`${studio}/api/me/record.json`, {credentials: 'include'}).then(() => 'read', () => 'refused'), wave.studio);
    assert.equal(tried, 'refused');
    await other.end();
  });

  it('refuses what is too long, before it is read whole', async () => {
    assert.equal((await fetch(`${wave.studio}/v1/session`, {method: 'POST', body: 'x'.repeat(4097)})).status, 413);
    assert.equal((await fetch(`${wave.studio}/`, {headers: {'X-Long': 'x'.repeat(17_000)}})).status, 431);
    assert.equal((await fetch(`${wave.studio}/api/session`, {method: 'PUT', body: '{}'})).status, 405);
  });

  it('cuts off a client that sends a letter now and then, and serves others meanwhile', async () => {
    const {hostname, port} = new URL(wave.studio);
    const socket = connect(Number(port), hostname);
    const closed = new Promise((resolve) => { socket.on('close', resolve); socket.on('error', () => {}); });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const drip = setInterval(() => socket.write('x'), 500);
    assert.equal((await fetch(`${wave.studio}/health/live`)).status, 200);
    await closed;   // the server's patience ends, however long that is; the test's own time limit is far above it
    clearInterval(drip);
    assert.equal((await fetch(`${wave.studio}/health/ready`)).status, 200);
  });

  it('makes an account wait after ten wrong passwords, and no other one', async () => {
    for (let i = 0; i < 10; ++i) assert.equal((await enter(BEN, `guess number ${i}`)).status, 403);
    assert.equal((await enter(BEN, PASSWORD)).status, 403, 'the right one waits as well, and looks the same');
    assert.equal((await enter(ANNA, PASSWORD)).status, 200);
    assert.equal((await enter('nobody@lindenhof.example', 'guess')).status, 403, 'nor can one tell who exists');
  });
});
