// The tutor at tenants of one's own that are not ours: oidc-provider, a server of Authlib, and Glewlwyd where it is installed. Over TLS with
// an authority of the test's own, through a proxy that alone knows their names, with each fault of a network in between.
//
//   node tenants.mjs PROGRAM PYTHON
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Front, Proxy, deadPort } from './front.mjs';
import { startGlewlwyd } from './glewlwyd.mjs';
import { Lines } from './lines.mjs';
import { Program } from './program.mjs';
import { AWKWARD, RESOURCE, SCOPE, start } from './provider.mjs';
import { must, play, same } from './report.mjs';

const program = new Program(process.argv[2]);
const python = process.argv[3];
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
// Not every server decodes what stands in the header (RFC 6749 2.3.1): those that do not get a secret that needs no encoding.
const PLAIN = { id: 'mine', secret: 'plain-secret_0123456789abcdefghij', scope: 'reports' };
const files = { awkward: program.file('secret', AWKWARD.secret), plain: program.file('plain', PLAIN.secret) };
const pem = (pair) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
const NAMES = ['tenant.test', 'authlib.test', 'glewlwyd.test'];

execFileSync(python, [here('certificates.py'), program.folder, ...NAMES]);
const ca = join(program.folder, 'ca.pem');
const provider = await start({ known: 'https://tenant.test' });
const authlib = await startAuthlib();
const glewlwyd = await startGlewlwyd(program.folder, 'https://glewlwyd.test', PLAIN);
const front = await Front.start(program.folder, {
  'tenant.test': provider.address,
  'authlib.test': authlib.address,
  ...(glewlwyd ? { 'glewlwyd.test': glewlwyd.address } : {}),
});
const proxy = await Proxy.start(front);
const through = { HTTPS_PROXY: proxy.address };

/** A server of Authlib, known by its name behind the front. Its tokens are opaque, and it has no API. */
async function startAuthlib() {
  const apps = { [PLAIN.id]: { secret: PLAIN.secret, scope: PLAIN.scope, methods: ['client_secret_basic', 'client_secret_post'] } };
  const file = program.file('apps.json', JSON.stringify(apps));
  const child = spawn(python, [here('issuers.py'), file, 'https://authlib.test'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ready = JSON.parse(line);
  return { address: ready.address, issuer: ready.authlib, version: ready.versions.authlib, stop: () => child.stdin.end() };
}

/** Keeps a target; what `targets add` said. */
async function keeps(name, words, secret = files.awkward, more = through) {
  const run = await program.run(['targets', 'add', name, ...words, '--secret-command', 'cat', secret], more);
  same(`exit of targets add ${name}`, run.code, 0);
  return run.err;
}

const trusting = ['--ca-cert', ca];
const asPost = ['--client-id', 'post', '--auth', 'post', '--scope', SCOPE, '--resource', RESOURCE];

/** A token by the name of the target, and the same called with and checked. */
async function headless(name, { api, keys }) {
  const got = await program.run(['token', '--target', name], through);
  must(got.code === 0, `exit of token is ${got.code}: ${got.out} ${got.err}`);
  if (api) same('exit of token --call', (await program.run(['token', '--target', name, '--call', api], through)).code, 0);
  const told = await program.run(['doctor', '--target', name, '--json'], through);
  same('exit of doctor', told.code, 0);
  if (!keys) return 'token and doctor';
  const token = JSON.parse(got.out).access_token;
  const read = await program.run(['decode', token, '--target', name, '--verify'], through);
  same('exit of decode --verify', read.code, 0);
  return 'token, doctor, decode --verify';
}

/** Beyond this machine the host is named first, and asked for once. */
async function sends(tutor, host) {
  const said = await tutor.choose('send the request');
  must(said.includes(`it goes to ${host}`), `${host} is not named before anything goes there: ${said.slice(0, 300)}`);
  return tutor.gets('send the request', 'Result: 200');
}

/** What has not changed is said once. */
function unseen(tutor) {
  const words = 'cannot be seen at your tenant';
  must(tutor.all.some((line) => line.includes(words)), `nothing is said to be unseen: ${tutor.said()}`);
}

/** The token is verified where the tenant publishes keys, and said not to be verifiable where it does not. */
async function verifies(tutor, { keys }) {
  if (keys) await tutor.gets('verify the token', 'Trust: passed.');
  else unseen(tutor);
}

/** The API of the target is called, and said not to be there where the target names none. */
async function calls(tutor, { api }, words = 'call the API with the token') {
  if (api) await tutor.gets(words, 'Result: 200');
  else unseen(tutor);
}

async function quiz(tutor) {
  // Any answer leads on; which one is right is for the tests of the course.
  for (let card = 0; card < 5; card += 1) {
    const first = tutor.heard.findLast((line) => /^1\. /.test(line));
    await tutor.choose(first.slice(3));
    await tutor.choose('next step');
  }
}

async function leaves(tutor) {
  const said = await tutor.end();
  for (const { secret } of [AWKWARD, PLAIN]) must(!said.includes(secret), 'the secret was said');
}

/** The round at that tenant. */
async function round(name, of) {
  const tutor = await Lines.open(program, ['learn', '--target', name, '--linear'], through);
  if (of.signs) {
    const shown = tutor.all.find((line) => line.includes('The assertion that goes out, decoded.'));
    must(of.signs.test(shown) && shown.includes(`"sub":"${name}"`), `the assertion is not shown: ${shown ?? tutor.said()}`);
  }
  await sends(tutor, of.host);
  await tutor.choose('next step');
  await verifies(tutor, of);
  await calls(tutor, of);
  await tutor.choose('next step');
  await tutor.gets('take the reply of your own exchange', 'What it is: token-reply.');
  await leaves(tutor);
}

/** Lesson 1 there, from its goal to its end. */
async function first(name, of) {
  const tutor = await Lines.open(program, ['learn', 'first-token', '--target', name, '--linear'], through);
  await tutor.choose('begin');
  for (const guess of ['I say: One', 'I say: access_token']) {
    await tutor.choose(guess);
    await tutor.choose('certain');
    await tutor.choose('next step');
  }
  must(tutor.said().includes('Only practice can show this step'), 'the dashboard is not said to be for practice');
  await tutor.choose('next step');
  await sends(tutor, of.host);
  await tutor.choose('next step');
  await verifies(tutor, of);
  await calls(tutor, of);
  await tutor.choose('next step');
  await tutor.gets('take the reply of your own exchange', 'What it is: token-reply.');
  await tutor.choose('next step');
  await tutor.gets('next step', 'Only practice can show this step');
  await tutor.choose('next step');
  await quiz(tutor);
  if (!of.keys && !of.api) must(tutor.said().includes('Cannot be seen at your tenant: '), 'what could not be seen is not said in the end');
  must(!tutor.said().includes('Still to do'), `something is left: ${tutor.said()}`);
  must(/2 of 2 came out as you said/.test(tutor.said()), `the predictions did not come out: ${tutor.said()}`);
  await leaves(tutor);
}

/** Lesson 3 there, all but its cards. */
async function third(name, of) {
  const tutor = await Lines.open(program, ['learn', 'basic-and-scopes', '--target', name, '--linear'], through);
  await tutor.choose('begin');
  for (let page = 0; page < 4; page += 1) await tutor.choose('next step');
  must(tutor.said().includes('Pick Basic'), `not at the header: ${tutor.said().slice(0, 300)}`);
  await tutor.gets('lay the solution into the form', 'Credentials: client_secret_basic');
  await sends(tutor, of.host);
  await tutor.choose('next step');
  await verifies(tutor, of);
  await tutor.choose('next step');
  await calls(tutor, of, 'call the API of your target with the token');
  await tutor.choose('next step');
  for (const place of ['in the body', 'in the Authorization header']) {
    await tutor.choose('change a field');
    await tutor.gets(`prove who you are by id and secret ${place}`, 'client_secret_');
    await tutor.choose('back');
    await tutor.gets('send the request', 'Result: 200');
    await tutor.choose('more');
    await tutor.choose('step back');
  }
  await tutor.choose('next step');
  await tutor.gets('next step', 'Only practice can show this step');
  await leaves(tutor);
}

async function tenant(library, name, of, version) {
  const playing = (case_, what) => play(library, `tenant ${case_}`, what, version);
  await playing('added', async () => (await keeps(name, of.words, of.secret)) && undefined);
  await playing('headless', () => headless(name, of));
  await playing('round', () => round(name, of));
  await playing('lesson 1', () => first(name, of));
  await playing('lesson 3', () => third(name, of));
  await playing('through the proxy', async () => {
    must(proxy.asked.every((one) => one.endsWith(':443')), `the proxy was asked for ${proxy.asked}`);
    must(proxy.asked.includes(`${of.host}:443`), `the proxy was never asked for ${of.host}`);
  });
}

await tenant('oidc-provider', 'oidc', {
  host: 'tenant.test', api: 'https://tenant.test/reports', keys: true,
  words: ['--issuer', 'https://tenant.test', ...asPost, '--api', 'https://tenant.test/reports', ...trusting],
});
await tenant('authlib', 'authlib', {
  host: 'authlib.test', secret: files.plain,
  words: ['--issuer', authlib.issuer, '--client-id', PLAIN.id, '--auth', 'post', '--scope', PLAIN.scope, ...trusting],
}, authlib.version);
if (glewlwyd) {
  await tenant('glewlwyd', 'glewlwyd', {
    host: 'glewlwyd.test', keys: true, secret: files.plain,
    words: ['--issuer', glewlwyd.issuer, '--client-id', PLAIN.id, '--auth', 'post', '--scope', PLAIN.scope, ...trusting],
  }, glewlwyd.version);
}

// Who signs: with a key of its own, and under its secret. The round shows what was signed before it goes out.
for (const [name, words, claims] of [
  ['rs256', ['--key', program.file('rsa.pem', pem(provider.keys.rsa)), '--kid', 'k1'], /"alg":"RS256".*"kid":"k1"/],
  ['es256', ['--key', program.file('ec.pem', pem(provider.keys.ec)), '--kid', 'k1'], /"alg":"ES256".*"kid":"k1"/],
  ['secret-jwt', ['--auth', 'secret-jwt', '--secret-command', 'cat', files.awkward], /"alg":"HS256"/],
]) {
  await play('oidc-provider', `tenant signs ${name}`, async () => {
    const aim = ['--scope', SCOPE, '--resource', RESOURCE, '--api', 'https://tenant.test/reports'];
    const kept = ['targets', 'add', name, '--issuer', 'https://tenant.test', '--client-id', name, ...aim, ...trusting, ...words];
    same('exit of targets add', (await program.run(kept, through)).code, 0);
    const of = { host: 'tenant.test', api: 'https://tenant.test/reports', keys: true };
    await headless(name, of);
    await round(name, { ...of, signs: claims });
    const lesson = await program.run(['learn', 'first-token', '--target', name, '--linear'], through);
    must(lesson.code === 2 && lesson.err.includes('the client of this target signs'), `lesson 1 is offered: ${lesson.err}`);
  });
}

// The authority that one target believes in is believed for no other, in the same session.
await play('oidc-provider', 'tenant believes its own authority alone', async () => {
  const words = ['targets', 'add', 'bare', '--issuer', 'https://tenant.test', ...asPost, '--secret-command', 'cat', files.awkward];
  same('exit of targets add', (await program.run(words, through)).code, 0);
  const tutor = await Lines.open(program, ['learn', '--linear'], through);
  await tutor.choose('your own tenants');
  await tutor.gets('open bare', 'secure channel (TLS)');
  await tutor.gets('open oidc', 'It goes to: POST https://tenant.test');
  await tutor.choose('more');
  await tutor.choose('home');
  await tutor.choose('your own tenants');
  await tutor.gets('open bare', 'secure channel (TLS)');
  await leaves(tutor);
});

// A token from elsewhere, in a session of the tutor that is at no tenant: compared with the kept target, verified with the keys that its issuer
// publishes, the host named before it is asked.
await play('oidc-provider', 'tenant at the desks', async () => {
  const got = await program.run(['token', '--target', 'rs256'], through);
  for (const [opens, done] of [['check a token response', 'Trust: passed.'], ['decode a token', 'Trust: passed.']]) {
    const tutor = await Lines.open(program, ['learn', '--linear'], through);
    await tutor.choose(opens);
    const text = opens.startsWith('check') ? got.out : JSON.parse(got.out).access_token;
    await tutor.gives('paste a text', `${text.trim()}\n.`);
    await tutor.choose('other things to do here');
    await tutor.choose('say what the response should be');
    await tutor.choose('read the file of your own tenants');
    await tutor.choose('compare with rs256');
    await tutor.choose('back');
    await tutor.gets('This leaves your machine: tenant.test is asked', done);
    await leaves(tutor);
  }
});

/** A fault before the first answer: what `token` says, and what the tutor says before it opens. */
async function before(name, { issuer, more = {}, words = trusting, said, flags = [] }) {
  await play('oidc-provider', `fault ${name}`, async () => {
    await keeps('faulty', ['--issuer', issuer, ...asPost, ...words], files.awkward, more);
    for (const command of [['token', '--target', 'faulty', ...flags], ['learn', '--target', 'faulty', '--linear']]) {
      const run = await program.run(command, more);
      same(`exit of ${command[0]}`, run.code, 4);
      for (const part of said) must(part.test(run.err), `${command[0]} says no ${part}: ${run.err}`);
      must(!run.err.includes(AWKWARD.secret), 'the secret was said');
    }
    // What was kept for the last fault is not wanted for the next.
    same('exit of targets remove', (await program.run(['targets', 'remove', 'faulty'])).code, 0);
    return said.map(String).join(' ');
  });
}

const local = `https://localhost:${front.port}`;
await before('name', { issuer: 'https://tenant.invalid', said: [/the name tenant\.invalid has no address/, /spelling/] });
await before('refused', { issuer: `https://localhost:${await deadPort()}`, said: [/no connection to localhost/, /Does the server run/] });
await before('untrusted', { issuer: local, words: [], said: [/no secure channel/, /--ca-cert/] });
front.shows('stranger');
await before('another authority', { issuer: local, said: [/no secure channel/, /certificate/] });
front.shows('expired');
await before('expired', { issuer: local, said: [/no secure channel/, /expired/] });
front.shows('server');
await before('another name', { issuer: `https://127.0.0.1:${front.port}`, said: [/no secure channel/, /name/] });
proxy.refuses(true);
await before('proxy refuses', { issuer: 'https://tenant.test', more: through, said: [/no connection through the proxy/, /HTTPS_PROXY/] });
proxy.refuses(false);
const gone = { HTTPS_PROXY: `http://127.0.0.1:${await deadPort()}` };
await before('proxy is not there', { issuer: 'https://tenant.test', more: gone, said: [/no connection through the proxy/, /HTTPS_PROXY/] });

/** A fault in the middle of a session: each is told by its layer with what to try, and the next request gets its token. */
await play('oidc-provider', 'fault in between', async () => {
  const tutor = await Lines.open(program, ['learn', '--target', 'oidc', '--linear'], through);
  await sends(tutor, 'tenant.test');
  const told = [];
  const faults = [
    ['reset', () => front.fails('cut'), /layer that failed: HTTP\. /],
    ['slow', () => front.fails('slow'), /layer that failed: time\. Try again/],
    ['html', () => front.fails('html'), /Please sign in|text\/html/],
    ['stranger', () => front.shows('stranger'), /layer that failed: secure channel \(TLS\)\. Check the certificate and the clock/],
    ['expired', () => front.shows('expired'), /layer that failed: secure channel \(TLS\)\. Check the certificate and the clock/],
    ['proxy', () => proxy.refuses(true), /layer that failed: proxy\. Look at HTTPS_PROXY/],
  ];
  for (const [name, breaks, said] of faults) {
    breaks();
    await tutor.gets('send the request', said);
    front.fails(undefined);
    front.shows('server');
    proxy.refuses(false);
    await tutor.gets('send the request', 'Result: 200');
    told.push(name);
  }
  await leaves(tutor);
  return told.join(', ');
});
await play('oidc-provider', 'fault slow headless', async () => {
  front.fails('slow');
  const run = await program.run(['token', '--target', 'oidc', '--timeout', '1'], through);
  front.fails(undefined);
  same('exit', run.code, 4);
  must(/no whole reply within 1 s/.test(run.err) && /--timeout/.test(run.err), run.err);
});
await play('oidc-provider', 'fault html headless', async () => {
  front.fails('html');
  const run = await program.run(['token', '--target', 'oidc'], through);
  front.fails(undefined);
  same('exit', run.code, 5);
  must(/html/i.test(run.err), run.err);
});

front.stop();
proxy.stop();
glewlwyd?.stop();
authlib.stop();
await provider.stop();
program.tidy();
