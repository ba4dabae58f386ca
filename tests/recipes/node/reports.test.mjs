// openid-client in Node's own test runner: `npm ci && npm test`, with oauth-tutor on the path or named by OAUTH_TUTOR.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import * as oauth from 'openid-client';
import { practice } from './practice.mjs';
import { Reports } from './reports.mjs';

let server;
before(async () => {
  server = await practice('rfc');
});
afterEach(() => server.reset());
after(() => server.stop());

async function client() {
  const { tenant, app } = server;
  const config = await oauth.discovery(
    new URL(tenant.issuer),
    app.client_id,
    undefined,
    oauth.ClientSecretBasic(app.client_secret),
    { algorithm: 'oauth2', execute: [oauth.allowInsecureRequests] },
  );
  const waited = [];
  const parameters = { scope: app.scope, resource: app.resource };
  const wait = async (seconds) => waited.push(seconds);
  return { waited, reports: new Reports(config, { api: tenant.api, parameters, wait }) };
}

test('the first token is refused, and the next attempt succeeds', async () => {
  const { reports } = await client();
  await server.change({ change: 'fault', kind: '401', door: 'token', next: 1 });
  await assert.rejects(reports.list(), (error) => error.status === 401);
  assert.equal((await reports.list()).length, 3);
});

test('a token that has expired is replaced', async () => {
  const { reports } = await client();
  await reports.list();
  await server.change({ change: 'clock', of: 'tenant', by: '+25h' });
  assert.equal((await reports.list()).length, 3);
});

test('a token of a key that is gone is replaced', async () => {
  const { reports } = await client();
  await reports.list();
  await server.change({ change: 'key', do: 'roll' });
  await server.change({ change: 'key', do: 'forget-old' });
  assert.equal((await reports.list()).length, 3);
});

test('too many requests: it comes back when it was told to', async () => {
  const { reports, waited } = await client();
  await server.change({ change: 'fault', kind: '429', door: 'token', next: 1, retry_after: 7 });
  assert.equal((await reports.list()).length, 3);
  assert.deepEqual(waited, [7]);
});
