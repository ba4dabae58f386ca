// Our client against our server: every app of the ready line by its own method, from metadata to the protected API.
//
//   node both.mjs PROGRAM READY_LINE_FILE
import { readFileSync } from 'node:fs';

import { decodeJwt } from 'jose';

import { appsOf, bindingsOf, caseOf, parametersOf } from './apps.mjs';
import { Program } from './program.mjs';
import { must, play, same } from './report.mjs';

const LIBRARY = 'oauth-tutor';
const program = new Program(process.argv[2]);
const version = (await program.run(['--version'])).out.trim().split(' ').at(-1);
const names = {
  client_secret_basic: 'basic',
  client_secret_post: 'post',
  client_secret_jwt: 'secret-jwt',
  private_key_jwt: 'private-key-jwt',
};

/** What says who the app is. Auth0 wants the issuer as audience of an assertion, Okta the endpoint, the RFC either. */
function credentials(app, auth) {
  const words = ['--auth', auth, '--client-id', app.client_id];
  if (auth.endsWith('-jwt')) words.push('--assertion-audience', app.dialect === 'auth0' ? 'issuer' : 'token-url');
  if (app.key_file) return [...words, '--key', app.key_file, '--kid', app.kid];
  return [...words, '--client-secret-file', program.file('secret', app.client_secret)];
}

async function granted(app, auth, dpop) {
  const words = ['token', '--json', '--issuer', app.issuer, ...credentials(app, auth)];
  for (const [name, value] of Object.entries(parametersOf(app))) words.push(`--${name}`, value);
  if (app.api) words.push('--call', app.api);
  if (dpop) words.push('--dpop');
  const { code, out, err } = await program.run(words);
  must(code === 0, `exit ${code}: ${err.trim().split('\n').slice(0, 4).join(' / ')}`);
  const { status, body, report, call } = JSON.parse(out);
  same('status', status, 200);
  same('token_type', body.token_type.toLowerCase(), dpop ? 'dpop' : 'bearer');
  if (dpop) must(decodeJwt(body.access_token).cnf?.jkt, 'the token is not bound to a key');
  if (app.api) same('status of the API', call?.status, 200);
  return `checked as ${report.profile}: ${report.verdict}`;
}

for (const app of appsOf(JSON.parse(readFileSync(process.argv[3], 'utf8')))) {
  for (const dpop of bindingsOf(app)) {
    await play(LIBRARY, caseOf(app, dpop), () => granted(app, names[app.auth], dpop), version);
  }
  if (app.dialect === 'auth0' && app.auth === 'client_secret_post' && !app.dpop) {
    await play(LIBRARY, `${caseOf(app)} json`, () => granted(app, 'json', false), version);
  }
}
program.tidy();
