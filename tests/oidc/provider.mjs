// SPDX-License-Identifier: Apache-2.0
// A real sign-in provider (npm oidc-provider) on this machine, with people whose groups a test changes.
import {existsSync} from 'node:fs';
import {createServer} from 'node:http';

export const whyNoProvider = () => (existsSync(new URL('node_modules/oidc-provider', import.meta.url)) ? undefined : 'oidc-provider is not here: run scripts/page-tools');

/// people: {login: {email, email_verified, groups}}; whoever types a login is that person.
export async function startProvider({port, redirect, people, secret}) {
  const {default: Provider} = await import('oidc-provider');
  const issuer = `http://127.0.0.1:${port}`;
  const warn = console.warn, info = console.info;
  console.warn = () => undefined;
  console.info = () => undefined;
  const provider = new Provider(issuer, {
    clients: [{client_id: 'karuna', redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'], id_token_signed_response_alg: 'ES256',
      ...(secret ? {client_secret: secret, token_endpoint_auth_method: 'client_secret_basic'} : {token_endpoint_auth_method: 'none'})}],
    jwks: {keys: [await ecKey()]},
    pkce: {methods: ['S256'], required: () => true},
    conformIdTokenClaims: false,
    claims: {openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups']},
    scopes: ['openid', 'email', 'profile', 'groups'],
    features: {devInteractions: {enabled: true}},
    cookies: {keys: ['made for a test']},
    findAccount: (_context, id) => (people[id] ? {accountId: id, claims: () => ({sub: id, ...people[id]})} : undefined),
  });
  console.warn = warn;
  console.info = info;
  const server = createServer(provider.callback());
  await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  return {issuer, end: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); })};
}

async function ecKey() {
  const {generateKeyPairSync} = await import('node:crypto');
  return {...generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({format: 'jwk'}), alg: 'ES256', use: 'sig', kid: 'made-for-a-test'};
}

/// In the browser: the provider's own pages, login and consent.
export async function signInThere(page, login) {
  await page.waitForSelector('input[name=login]');
  await page.type('input[name=login]', login);
  await page.type('input[name=password]', 'any');
  await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
  if (await page.$('form[action*="/interaction/"] button[type=submit]')) await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
}
