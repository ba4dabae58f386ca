// Our client, `oauth-tutor token`, against oidc-provider: every way to authenticate, and what it gets for it.
//
//   node client.mjs PROGRAM
import { createInterface } from 'node:readline';

import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';

import { Program } from './program.mjs';
import { AWKWARD, RESOURCE, SCOPE, start } from './provider.mjs';
import { must, play, same, versionOf } from './report.mjs';

const LIBRARY = 'oidc-provider';
const program = new Program(process.argv[2]);
const file = (name, content) => program.file(name, content);
const provider = await start();
const tokenUrl = `${provider.issuer}/token`;

const pem = (key, type) => key.export({ type, format: 'pem' });
const files = {
  secret: file('secret', AWKWARD.secret),
  wrong: file('wrong', 'not the secret, but 32 characters long'),
  pkcs8: file('pkcs8.pem', pem(provider.keys.rsa.privateKey, 'pkcs8')),
  pkcs1: file('pkcs1.pem', pem(provider.keys.rsa.privateKey, 'pkcs1')),
  ed25519: file('ed25519.pem', pem(provider.keys.ed.privateKey, 'pkcs8')),
  sec1: file('sec1.pem', pem(provider.keys.ec.privateKey, 'sec1')),
  jwk: file('key.jwk', JSON.stringify({ ...provider.keys.rsa.privateKey.export({ format: 'jwk' }), kid: 'k1' })),
};
const secret = ['--client-secret-file', files.secret];

/** Runs `oauth-tutor token` with these words; the exchanges are those that the server saw meanwhile. */
async function token(words) {
  const before = provider.exchanges.length;
  return { ...await program.run(['token', ...words]), exchanges: provider.exchanges.slice(before) };
}

/** The same, for a token that must come: the body as the program handed it on. */
async function granted(words) {
  const run = await token(words);
  must(run.code === 0, `exit ${run.code}: ${run.err.trim().split('\n').slice(0, 4).join(' / ')} ${JSON.stringify(run.exchanges.map(({ path, status, error }) => [path, status, error]))}`);
  return { ...run, body: JSON.parse(run.out) };
}

const where = ['--token-url', tokenUrl, '--scope', SCOPE];
const as = {
  issuer: provider.issuer,
  introspection_endpoint: `${provider.issuer}/token/introspection`,
  token_endpoint: tokenUrl,
};

/** What the server itself says about an opaque token. */
async function introspect(access_token) {
  const api = { client_id: 'the-api' };
  const auth = oauth.ClientSecretBasic(AWKWARD.secret);
  const response = await oauth.introspectionRequest(as, api, auth, access_token, { [oauth.allowInsecureRequests]: true });
  return oauth.processIntrospectionResponse(as, api, response);
}

/** An opaque token for `client_id`: asked for, then introspected at the server that gave it. */
async function opaque(client_id, words) {
  const { body, exchanges } = await granted([...where, '--client-id', client_id, ...words]);
  const said = await introspect(body.access_token);
  same('active', said.active, true);
  same('client_id', said.client_id, client_id);
  same('scope', said.scope, SCOPE);
  return { body, said, exchanges };
}

function posts(exchanges) {
  return exchanges.filter(({ path }) => path === '/token');
}

await play(LIBRARY, 'client_secret_basic', async () => {
  const { exchanges } = await opaque(AWKWARD.id, ['--auth', 'basic', ...secret]);
  must(exchanges[0].authorization?.startsWith('Basic '), 'no Basic header came');
  must(!('client_secret' in exchanges[0].form), 'the secret came in the body too');
  return 'an id and a secret with : + % & / and blanks';
});
await play(LIBRARY, 'client_secret_post', async () => {
  const { exchanges } = await opaque('post', ['--auth', 'post', ...secret]);
  same('the Authorization header', exchanges[0].authorization, undefined);
});
await play(LIBRARY, 'client_secret_jwt', async () => {
  await opaque('secret-jwt', ['--auth', 'secret-jwt', ...secret]);
});

const assertions = [
  ['rs256', 'pkcs8', 'RS256'],
  ['rs256', 'pkcs1', 'RS256'],
  ['ps256', 'jwk', 'PS256'],
  ['es256', 'sec1', 'ES256'],
  ['eddsa', 'ed25519', 'EdDSA'],
];
for (const [client_id, key, alg] of assertions) {
  await play(LIBRARY, `private_key_jwt ${alg} ${key}`, async () => {
    const words = ['--auth', 'private-key-jwt', '--key', files[key], '--alg', alg, '--kid', 'k1'];
    const { exchanges } = await opaque(client_id, words);
    const header = decodeProtectedHeader(exchanges[0].form.client_assertion);
    same('alg', header.alg, alg);
    same('kid', header.kid, 'k1');
    return `aud ${decodeJwt(exchanges[0].form.client_assertion).aud === tokenUrl ? 'the token endpoint' : 'the issuer'}`;
  });
}
await play(LIBRARY, 'private_key_jwt aud issuer', async () => {
  const words = ['--issuer', provider.issuer, '--client-id', 'rs256', '--scope', SCOPE];
  words.push('--auth', 'private-key-jwt', '--key', files.pkcs8, '--assertion-audience', 'issuer');
  const { exchanges } = await granted(words);
  const [post] = posts(exchanges);
  same('aud', decodeJwt(post.form.client_assertion).aud, provider.issuer);
});

/** The challenge and its answer (RFC 9449 8): two posts, two proofs, the second with the nonce. */
function challenged(exchanges) {
  const [first, second, ...more] = posts(exchanges);
  same('first answer', first?.error, 'use_dpop_nonce');
  same('second status', second?.status, 200);
  same('further requests', more.length, 0);
  const proofs = [decodeJwt(first.proof), decodeJwt(second.proof)];
  must(proofs[0].jti !== proofs[1].jti, 'both proofs have one jti');
  must(!proofs[0].nonce && proofs[1].nonce, 'the nonce is not in the second proof alone');
  return [first, second];
}

await play(LIBRARY, 'dpop', async () => {
  const { body, said, exchanges } = await opaque('dpop', ['--auth', 'basic', ...secret, '--dpop']);
  same('token_type', body.token_type, 'DPoP');
  must(said.cnf?.jkt, 'the token is not bound to a key');
  challenged(exchanges);
  return 'after its nonce challenge';
});
await play(LIBRARY, 'dpop private_key_jwt', async () => {
  const words = ['--auth', 'private-key-jwt', '--key', files.pkcs8, '--kid', 'k1', '--dpop'];
  const { said, exchanges } = await opaque('dpop-rs256', words);
  must(said.cnf?.jkt, 'the token is not bound to a key');
  const [first, second] = challenged(exchanges).map(({ form }) => decodeJwt(form.client_assertion).jti);
  must(first !== second, 'the assertion was used twice');
  return 'a fresh assertion after the nonce challenge';
});

/** A JWT access token by resource indicator (RFC 8707), checked by jose, and taken to the API. */
async function byResource(words) {
  const run = await granted([...where, '--resource', RESOURCE, '--call', provider.api, ...words]);
  // With --call the API's answer is all that is printed, so the token is the one that the API was shown.
  const call = run.exchanges.find(({ path }) => path === '/reports');
  same('status of the API', call?.status, 200);
  const [, token] = call.authorization.split(' ');
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
  const { payload } = await jwtVerify(token, keys, {
    issuer: provider.issuer,
    audience: RESOURCE,
    typ: 'at+jwt',
  });
  return { ...run, payload, call };
}
await play(LIBRARY, 'resource', async () => {
  const { payload } = await byResource(['--client-id', 'post', '--auth', 'post', ...secret]);
  same('client_id', payload.client_id, 'post');
  return 'a JWT by resource indicator, and the API called with it';
});
await play(LIBRARY, 'resource dpop', async () => {
  const { payload, call } = await byResource(['--client-id', 'dpop', '--auth', 'basic', ...secret, '--dpop']);
  must(payload.cnf?.jkt, 'the token is not bound to a key');
  must(call.authorization.startsWith('DPoP '), 'the scheme at the API is not DPoP');
  return 'the API called with a proof';
});

/** A tenant of one's own, kept by its name: nothing but that name is said afterwards. */
async function target(name, words) {
  const added = await program.run(['targets', 'add', name, '--issuer', provider.issuer, '--scope', SCOPE, ...words]);
  same('exit of targets add', added.code, 0);
  must(added.err.includes(tokenUrl), `the token endpoint is not named: ${added.err}`);
  const { body } = await granted(['--target', name]);
  const said = await introspect(body.access_token);
  same('active', said.active, true);
  same('scope', said.scope, SCOPE);
  return said;
}

await play(LIBRARY, 'target by secret command', async () => {
  const words = ['--client-id', AWKWARD.id, '--secret-command', 'cat', files.secret];
  same('client_id', (await target('mine', words)).client_id, AWKWARD.id);
});
await play(LIBRARY, 'target resource', async () => {
  const words = ['targets', 'add', 'jwt', '--issuer', provider.issuer, '--scope', SCOPE, '--resource', RESOURCE];
  words.push('--client-id', 'post', '--auth', 'post', '--secret-command', 'cat', files.secret);
  same('exit of targets add', (await program.run(words)).code, 0);
  const { body } = await granted(['--target', 'jwt', '--call', provider.api]).then(() => granted(['--target', 'jwt']));
  const checked = await program.run(['decode', body.access_token, '--target', 'jwt', '--verify']);
  same('exit of decode --verify', checked.code, 0);
  return 'a JWT, called with and verified by the name of the target alone';
});
await play(LIBRARY, 'target in the tutor', async () => {
  // Line by line: the choice that sends is taken by its number, and the rest is heard to its end.
  const child = program.open(['learn', '--target', 'mine', '--linear']);
  const said = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const choice = line.trim().match(/^(\d+)\W+send the request/);
    if (choice && !child.stdin.writableEnded) child.stdin.end(`${choice[1]}\n`);
  }
  const text = said.join('\n');
  must(text.includes('200'), `no 200 was said: ${text.slice(-400)}`);
  must(!text.includes(AWKWARD.secret), 'the secret was said');
  same('the last request', posts(provider.exchanges).at(-1)?.status, 200);
});
await play(LIBRARY, 'target by key', async () => {
  const words = ['--client-id', 'rs256', '--key', files.pkcs8, '--kid', 'k1'];
  same('client_id', (await target('keyed', words)).client_id, 'rs256');
});
await play(LIBRARY, 'metadata', async () => {
  const words = ['--issuer', provider.issuer, '--client-id', 'post', '--auth', 'post', ...secret];
  const { exchanges } = await granted(words);
  return exchanges.map(({ path }) => path).join(', ');
});
await play(LIBRARY, 'invalid_client', async () => {
  const run = await token([...where, '--client-id', 'post', '--auth', 'post', '--client-secret-file', files.wrong]);
  same('exit', run.code, 5);
  same('error', JSON.parse(run.out).error, 'invalid_client');
  return 'a wrong secret ends with exit 5';
});

await provider.stop();
program.tidy();
console.error(`oauth-tutor token played against ${LIBRARY} ${versionOf(LIBRARY)}`);
