// What `oauth-tutor token` advises after a refusal of a server that is not ours, followed by a machine that reads nothing else, leads to
// a token: oidc-provider, and the servers of Authlib and oauthlib (`issuers.py`).
//
//   node advised.mjs PROGRAM PYTHON
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Program } from './program.mjs';
import { AWKWARD, RESOURCE, SCOPE, start } from './provider.mjs';
import { must, play, same, versionOf } from './report.mjs';

/** How often advice may have to be followed before the token comes. */
const STEPS = 3;

const program = new Program(process.argv[2]);
const provider = await start();
const file = (name, content) => program.file(name, content);
const pkcs8 = (pair) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
const files = {
  secret: file('secret', AWKWARD.secret),
  wrong: file('wrong', 'not the secret, but 32 characters long'),
  rsa: file('rsa.pem', pkcs8(provider.keys.rsa)),
  stranger: file('stranger.pem', pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }))),
};

/** The servers of Python, with the apps that they take; their addresses, their versions, and how they are ended. */
async function python() {
  const keyed = { ...provider.keys.rsa.publicKey.export({ format: 'jwk' }), kid: 'k1' };
  const secret = { secret: AWKWARD.secret, scope: SCOPE };
  const apps = {
    basic: { ...secret, methods: ['client_secret_basic'] },
    post: { ...secret, methods: ['client_secret_post'] },
    keyed: { scope: SCOPE, jwk: keyed, methods: ['client_assertion_jwt'] },
  };
  const script = fileURLToPath(new URL('./issuers.py', import.meta.url));
  const child = spawn(process.argv[3], [script, file('apps.json', JSON.stringify(apps))], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const { value } = await lines[Symbol.asyncIterator]().next();
  return { ...JSON.parse(value), stop: () => child.stdin.end() };
}

/** Flags by name; a switch has no value. */
function words(flags) {
  return Object.entries(flags).flatMap(([flag, value]) => (value === '' ? [flag] : [flag, value]));
}

/** Asks once: whether a token came, the error otherwise, and the lines of advice. */
async function ask(flags) {
  const { out, err, code } = await program.run(['token', ...words(flags)]);
  const advice = err.split('\n').flatMap((line) => (line.startsWith('advice  ') ? [line.slice(8)] : []));
  const error = code === 5 ? out.match(/"error":\s*"([^"]*)"/)?.[1] : undefined;
  return { came: code === 0, error, advice };
}

/** What advice says to change, a sentence at a time: a value that it names itself, or one that only the owner knows; undefined leaves out. */
function changes(advice, known) {
  return advice.flatMap((line) => line.split(/(?<=[.;]) /)).flatMap((sentence) => {
    const said = sentence.split(' ').map((word) => word.replace(/[.,:;()]+$|^\(/g, ''));
    const [leave, out] = [said.indexOf('leave'), said.indexOf('out')].map((at) => (at < 0 ? Infinity : at));
    const each = said.flatMap((flag, at) => {
      if (!flag.startsWith('--')) return [];
      if (at > leave && at < out) return [{ [flag]: undefined }];
      if (flag === '--dpop') return [{ [flag]: '' }];
      const named = ['--auth', '--assertion-audience'].includes(flag) && said[at + 1] !== 'and';
      const value = named ? said[at + 1] : known[flag];
      return value ? [{ [flag]: value }] : [];
    });
    // One thing in place of another is one change, and so is a key with its name.
    const joined = Object.assign({}, ...each.filter((change) => !('--auth' in change) || change['--auth'] === undefined));
    if (leave < Infinity) return [joined];
    return '--key' in joined ? [...each, joined] : each;
  });
}

/** Follows the advice, the shortest way first: the changes that led to a token, or nothing. */
async function follow(given, known) {
  let ways = [{ flags: given, path: [] }];
  const tried = new Set();
  for (let step = 0; step <= STEPS; step += 1) {
    const next = [];
    for (const { flags, path } of ways) {
      const { came, advice } = await ask(flags);
      if (came) return path;
      next.push(...changes(advice, known).map((change) => ({ flags: request(flags, change), path: [...path, change] })));
    }
    ways = next.filter(({ flags }) => {
      const way = JSON.stringify(Object.entries(flags).sort());
      return !tried.has(way) && tried.add(way);
    });
  }
  return undefined;
}

/** The flags with some of them changed; undefined leaves one out. */
function request(flags, change) {
  return JSON.parse(JSON.stringify({ ...flags, ...change }));
}

/** A change in words, without what belongs to this run alone. */
function told(change) {
  const flag = ([name, value]) => (value === undefined ? `no ${name}` : `${name} ${/^[\w-]+$/.test(value) ? value : ''}`.trim());
  return Object.entries(change).map(flag).join(' ');
}

/** One refusal: what was given, the error that it gets, and what only the app's owner knows. */
async function refused(library, name, { given, error, known }) {
  await play(library, `advised ${name}`, async () => {
    const said = await ask(given);
    must(!said.came, 'a token came at once');
    same('the error', said.error, error);
    const path = await follow(given, known);
    must(path, `no advice led to a token: ${said.advice.join(' / ') || 'none was given'}`);
    return `${error ?? 'no error named'}: ${path.map(told).join(', then ')}`;
  }, issuers.versions[library] ?? versionOf(library));
}

/** What an app of a server is asked with when all is well. */
function owner(issuer, client_id, proof) {
  return {
    '--token-url': `${issuer}/token`, '--issuer': issuer, '--client-id': client_id, '--scope': SCOPE, '--assertion-audience': issuer, ...proof,
  };
}
const bySecret = { '--client-secret-file': files.secret };
const byKey = { '--key': files.rsa, '--kid': 'k1' };

/** What is asked with at first: what only the advice brings to mind is not there. */
function first(known, change) {
  return request(known, { '--issuer': undefined, '--assertion-audience': undefined, ...change });
}

function cases(issuer, ids, errors) {
  const basic = owner(issuer, ids.basic, bySecret);
  const post = owner(issuer, ids.post, bySecret);
  const keyed = owner(issuer, ids.keyed, byKey);
  const all = {
    'basic app by post': [basic, { '--auth': 'post' }],
    'post app by basic': [post, { '--auth': 'basic' }],
    'post app by json': [post, { '--auth': 'json' }],
    'unknown id': [post, { '--auth': 'post', '--client-id': 'nobody' }],
    'wrong secret': [basic, { '--auth': 'basic', '--client-secret-file': files.wrong }],
    'scope not granted': [basic, { '--auth': 'basic', '--scope': 'delete:reports' }],
    'no such address': [basic, { '--auth': 'basic', '--token-url': `${issuer}/oauth2/token` }],
    'assertion for nobody': [keyed, { '--assertion-audience': 'urn:nobody' }],
    'assertion by a strange key': [keyed, { '--key': files.stranger }],
    'key app by secret': [keyed, { '--key': undefined, '--kid': undefined, '--client-secret-file': files.secret }],
    'secret app by key': [basic, { '--client-secret-file': undefined, ...byKey }],
  };
  return Object.entries(errors).map(([name, error]) => {
    const [known, change] = all[name];
    return [name, { known, error, given: first(known, change) }];
  });
}

const issuers = await python();
const ofProvider = cases(provider.issuer, { basic: AWKWARD.id, post: 'post', keyed: 'rs256' }, {
  'post app by json': 'invalid_request',
  'unknown id': 'invalid_client',
  'wrong secret': 'invalid_client',
  'scope not granted': 'invalid_scope',
  'no such address': undefined,
  'assertion for nobody': 'invalid_client',
  'assertion by a strange key': 'invalid_client',
  'key app by secret': 'invalid_client',
  'secret app by key': 'invalid_client',
});
const bound = owner(provider.issuer, 'dpop', { ...bySecret });
const ps256 = owner(provider.issuer, 'ps256', { ...byKey, '--alg': 'PS256' });
const named = owner(provider.issuer, 'post', { ...bySecret, '--resource': RESOURCE });
ofProvider.push(
  ['no proof of possession', { known: bound, error: 'invalid_grant', given: first(bound, {}) }],
  ['assertion with another alg', { known: ps256, error: 'invalid_client', given: first(ps256, { '--alg': 'RS256' }) }],
  ['unknown kid', { known: ps256, error: 'invalid_client', given: first(ps256, { '--kid': 'k2' }) }],
  ['secret app by secret-jwt', { known: named, error: 'invalid_client', given: first(named, { '--auth': 'secret-jwt' }) }],
  ['unknown resource', { known: named, error: 'invalid_target', given: first(named, { '--auth': 'post', '--resource': 'https://no-such.example/' }) }],
);
for (const [name, one] of ofProvider) await refused('oidc-provider', name, one);

const ids = { basic: 'basic', post: 'post', keyed: 'keyed' };
const ofAuthlib = cases(issuers.authlib, ids, {
  'basic app by post': 'invalid_client',
  'post app by basic': 'invalid_client',
  'post app by json': 'unsupported_grant_type',
  'unknown id': 'invalid_client',
  'wrong secret': 'invalid_client',
  'scope not granted': 'invalid_scope',
  'no such address': undefined,
  'assertion for nobody': 'invalid_client',
  'assertion by a strange key': 'invalid_client',
  'key app by secret': 'invalid_client',
  'secret app by key': 'invalid_client',
});
for (const [name, one] of ofAuthlib) await refused('authlib', name, one);

const ofOauthlib = cases(issuers.oauthlib, ids, {
  'basic app by post': 'invalid_client',
  'post app by basic': 'invalid_client',
  'post app by json': 'invalid_request',
  'unknown id': 'invalid_client',
  'wrong secret': 'invalid_client',
  'scope not granted': 'invalid_scope',
  'no such address': undefined,
  'secret app by key': 'invalid_client',
});
for (const [name, one] of ofOauthlib) await refused('oauthlib', name, one);

issuers.stop();
await provider.stop();
program.tidy();
