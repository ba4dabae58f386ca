// Glewlwyd as Debian packages it, where it is installed: a database of its own, an app with a secret, and its OpenID Connect plugin, whose
// access tokens are signed JWTs (RFC 9068). Whatever it is told goes through its administration's API.
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { deadPort } from './front.mjs';

const PROGRAM = '/usr/bin/glewlwyd';
/** Debian's tables for a new database, with the administrator's first password in them. */
const TABLES = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const ADMINISTRATOR = { username: 'admin', password: 'password' };
const MODULES = '/usr/lib/glewlwyd';

export const is_installed = existsSync(PROGRAM) && existsSync(TABLES);

function configuration(folder, port, origin) {
  const file = join(folder, 'glewlwyd.conf');
  const paths = ['user', 'client', 'user_auth_scheme', 'plugin'].map((kind) => {
    const room = kind === 'user_auth_scheme' ? 'scheme' : kind;
    return `${kind}_module_path="${MODULES}/${room}"`;
  });
  writeFileSync(file, `${[
    `port=${port}`, 'bind_address="127.0.0.1"', `external_url="${origin}"`, 'login_url="login.html"', 'api_prefix="api"',
    'log_mode="console"', 'log_level="INFO"', 'cookie_secure=0', 'session_expiration=2419200', 'session_key="SESSION"',
    'admin_scope="g_admin"', 'profile_scope="g_profile"', 'hash_algorithm="SHA512"', ...paths,
    `database={ type="sqlite3"; path="${join(folder, 'glewlwyd.db')}"; };`,
  ].join('\n')}\n`);
  return file;
}

/** Its administration, as the administrator. */
async function administration(address) {
  const ask = async (path, body, headers = {}) => {
    const answer = await fetch(`${address}/api/${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Glewlwyd answers ${answer.status} to ${path}: ${await answer.text()}`);
    return answer;
  };
  const cookie = (await ask('auth/', ADMINISTRATOR)).headers.get('set-cookie').split(';')[0];
  return (path, body) => ask(path, body, { cookie });
}

/** The plugin that gives out tokens, with what it does not do without. */
function plugin(issuer) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    module: 'oidc', name: 'oidc', display_name: 'Tokens', order_rank: 0, readonly: false,
    parameters: {
      iss: issuer, 'jwt-type': 'rsa', 'jwt-key-size': '256',
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: publicKey.export({ type: 'spki', format: 'pem' }),
      'access-token-duration': 3600, 'refresh-token-duration': 1209600, 'code-duration': 600, 'refresh-token-rolling': true,
      'allow-non-oidc': true, 'auth-type-client-enabled': true, 'auth-type-code-enabled': true, 'auth-type-token-enabled': false,
      'auth-type-id-token-enabled': false, 'auth-type-none-enabled': false, 'auth-type-password-enabled': false,
      'auth-type-device-enabled': false, 'auth-type-refresh-enabled': false, 'jwks-show': true, 'subject-type': 'public',
    },
  };
}

/** Starts it, known by `origin`, with an app that asks for `scope`; nothing where it is not installed. */
export async function startGlewlwyd(folder, origin, { id, secret, scope }) {
  if (!is_installed) return undefined;
  execFileSync('sqlite3', [join(folder, 'glewlwyd.db')], { input: readFileSync(TABLES) });
  // It takes no port of the system's choice.
  const port = await deadPort();
  const file = configuration(folder, port, origin);
  const child = spawn(PROGRAM, ['--config-file', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  // It would outlive this script, whatever ends that.
  process.once('exit', () => child.kill());
  for await (const line of createInterface({ input: child.stdout })) {
    if (/start.* on port/i.test(line)) break;
  }
  child.stdout.resume();
  const address = `http://127.0.0.1:${port}`;
  const tell = await administration(address);
  const issuer = `${origin}/api/oidc`;
  await tell('scope/', { name: scope, display_name: scope, password_required: false, scheme: {} });
  await tell('client/', {
    client_id: id, name: id, enabled: true, confidential: true, password: secret, scope: [scope], redirect_uri: [],
    authorization_type: ['client_credentials'], token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
  });
  await tell('mod/plugin/', plugin(issuer));
  const version = execFileSync(PROGRAM, ['--version']).toString().trim().split(/\s+/).at(-1);
  return { address, issuer, version, stop: () => child.kill() };
}
