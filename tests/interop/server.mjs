// Our `serve` against openid-client, oauth4webapi and jose: every app of the ready line by its own method, with each
// library that has it, with and without a DPoP proof.
//
//   node server.mjs READY_LINE_FILE
import { readFileSync } from 'node:fs';

import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';

import { appsOf, assertionFor, bindingsOf, caseOf, keyOf, parametersOf, secretOf } from './apps.mjs';
import { failure, must, play, same } from './report.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };

/** The way to authenticate that `app` is registered with, as either of panva's libraries makes it. */
async function authentication(library, app, wrong, endpoint) {
  const options = { [oauth.modifyAssertion]: assertionFor(app, endpoint) };
  switch (app.auth) {
    case 'client_secret_basic': return library.ClientSecretBasic(secretOf(app, wrong));
    case 'client_secret_post': return library.ClientSecretPost(secretOf(app, wrong));
    case 'client_secret_jwt': return library.ClientSecretJwt(secretOf(app, wrong), options);
    case 'private_key_jwt': return library.PrivateKeyJwt(await keyOf(app, wrong), options);
    default: throw new Error(`no library has the method ${app.auth}`);
  }
}

/** openid-client: finds everything by OpenID discovery, answers the nonce challenge by itself. */
async function openidClient(app, { dpop, wrong } = {}) {
  let endpoint;
  const auth = await authentication(client, app, wrong, () => endpoint);
  // The RFC tenant has no OpenID place; the vendors have both.
  const algorithm = app.dialect === 'rfc' ? 'oauth2' : 'oidc';
  const options = { algorithm, execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(app.issuer), app.client_id, {}, auth, options);
  const pair = dpop && await client.randomDPoPKeyPair('ES256');
  const DPoP = pair ? client.getDPoPHandle(config, pair) : undefined;
  const metadata = config.serverMetadata();
  return {
    metadata,
    pair,
    token() {
      endpoint = metadata.token_endpoint;
      return client.clientCredentialsGrant(config, parametersOf(app), { DPoP });
    },
    call: (token) => client.fetchProtectedResource(config, token, new URL(app.api), 'GET', null, undefined, { DPoP }),
    introspect(token) {
      endpoint = metadata.introspection_endpoint;
      return client.tokenIntrospection(config, token);
    },
    revoke(token) {
      endpoint = metadata.revocation_endpoint;
      return client.tokenRevocation(config, token);
    },
  };
}

/** Once more, with the nonce that the library has kept, where the server asked for one. */
async function twice(attempt) {
  try {
    return await attempt();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return attempt();
  }
}

/** oauth4webapi: each step by hand, metadata from the place of RFC 8414. */
async function oauth4webapi(app, { dpop, wrong } = {}) {
  let endpoint;
  const auth = await authentication(oauth, app, wrong, () => endpoint);
  const issuer = new URL(app.issuer);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  const as = await oauth.processDiscoveryResponse(issuer, found);
  const me = { client_id: app.client_id };
  const pair = dpop && await oauth.generateKeyPair('ES256');
  const DPoP = pair ? oauth.DPoP(me, pair) : undefined;
  return {
    metadata: as,
    pair,
    token: () => twice(async () => {
      endpoint = as.token_endpoint;
      const reply = await oauth.clientCredentialsGrantRequest(as, me, auth, parametersOf(app), { DPoP, ...insecure });
      return oauth.processClientCredentialsResponse(as, me, reply);
    }),
    call: (token) => twice(() => oauth.protectedResourceRequest(token, 'GET', new URL(app.api), undefined, undefined, { DPoP, ...insecure })),
    async introspect(token) {
      endpoint = as.introspection_endpoint;
      const reply = await oauth.introspectionRequest(as, me, auth, token, insecure);
      return oauth.processIntrospectionResponse(as, me, reply);
    },
    async revoke(token) {
      endpoint = as.revocation_endpoint;
      return oauth.processRevocationResponse(await oauth.revocationRequest(as, me, auth, token, insecure));
    },
  };
}

/** What an API with oauth4webapi would make of it: the RFC tenant's tokens have the profile of RFC 9068. */
async function validate(as, app, token) {
  const request = new Request(app.api, { headers: { authorization: `Bearer ${token}` } });
  await oauth.validateJwtAccessToken(as, request, app.audience ?? app.resource, insecure);
}

/** Registers an app by RFC 7591, as openid-client does it, and gets a token with what came back. */
async function register(tenant, like) {
  const wanted = {
    client_name: 'Interop',
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
    ...(like.scope ? { scope: like.scope } : {}),
  };
  const options = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };
  const config = await client.dynamicClientRegistration(new URL(tenant.issuer), wanted, client.ClientSecretBasic(), options);
  same('method', config.clientMetadata().token_endpoint_auth_method, 'client_secret_basic');
  const reply = await client.clientCredentialsGrant(config, parametersOf(like));
  same('token_type', reply.token_type, 'bearer');
  return 'registered, and a token with it';
}

/** A token, and the API called with it. Returns what was done, in a few words. */
async function tokenAndCall(connect, app, dpop) {
  const session = await connect(app, { dpop });
  same('token endpoint of the metadata', session.metadata.token_endpoint, app.token_endpoint);
  same('keys of the metadata', session.metadata.jwks_uri, app.jwks_uri);
  const reply = await session.token();
  same('token_type', reply.token_type, dpop ? 'dpop' : 'bearer');
  must(reply.expires_in > 0, 'no expires_in');
  const done = [reply.access_token.split('.').length === 3 ? 'JWT' : 'opaque'];
  if (app.api) {
    const answer = await session.call(reply.access_token);
    same('status of the API', answer.status, 200);
    done.push('API 200');
  }
  if (!dpop && app.dialect === 'rfc') {
    await validate(session.metadata, app, reply.access_token);
    done.push('RFC 9068');
  }
  if (session.metadata.introspection_endpoint) {
    const said = await session.introspect(reply.access_token);
    same('active', said.active, true);
    done.push('introspected');
  }
  if (session.metadata.revocation_endpoint && session.metadata.introspection_endpoint) {
    await session.revoke(reply.access_token);
    const said = await session.introspect(reply.access_token);
    same('active after revocation', said.active, false);
    done.push('revoked');
  }
  return { session, reply, done };
}

/** What the libraries make of a refusal: the error code that they found in body or header. */
async function refusal(connect, app) {
  // The proof is good, the credentials are not; an app that demands a proof gets one.
  const session = await connect(app, { dpop: app.dpop, wrong: true });
  const error = await failure('a wrong secret or key', () => session.token());
  must(error.status === 401 || error.cause?.status === 401, `the refusal has status ${error.status}: ${error.message}`);
  const words = error.error ?? error.cause?.[0]?.parameters?.error;
  // RFC 6749 5.2 lets Basic be refused by a challenge; the libraries then read that and not the body.
  must(words || error instanceof oauth.WWWAuthenticateChallengeError, `no error code was found: ${error.message}`);
  return words ?? `challenge ${error.cause?.[0]?.scheme}`;
}

/** jose, as the API would use it: signature by the tenant's JWKS, issuer, audience, times. */
async function verify(app, dpop) {
  const { session, reply } = await obtain(app, dpop);
  const keys = jose.createRemoteJWKSet(new URL(app.jwks_uri));
  const audience = app.audience ?? app.resource;
  const { payload, protectedHeader } = await jose.jwtVerify(reply.access_token, keys, {
    issuer: app.issuer,
    ...(audience ? { audience } : {}),
    requiredClaims: ['iss', 'aud', 'sub', 'iat', 'exp'],
  });
  if (dpop) {
    const jwk = await jose.exportJWK(session.pair.publicKey);
    same('cnf.jkt', payload.cnf?.jkt, await jose.calculateJwkThumbprint(jwk));
  }
  const cut = `${reply.access_token.slice(0, -8)}AAAAAAAA`;
  const error = await failure('a broken signature', () => jose.jwtVerify(cut, keys));
  same('the error', error.code, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
  return `${protectedHeader.alg}, typ ${protectedHeader.typ ?? 'absent'}, aud ${payload.aud}`;
}

/** A token that is not yet revoked. */
async function obtain(app, dpop) {
  const session = await openidClient(app, { dpop });
  return { session, reply: await session.token() };
}

const libraries = { 'openid-client': openidClient, oauth4webapi };
const ready = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const apps = appsOf(ready);
must(apps.length > 0, 'the ready line names no app');
for (const app of apps) {
  for (const [library, connect] of Object.entries(libraries)) {
    for (const dpop of bindingsOf(app)) {
      await play(library, caseOf(app, dpop), async () => (await tokenAndCall(connect, app, dpop)).done.join(', '));
    }
    await play(library, `${caseOf(app)} refused`, () => refusal(connect, app));
  }
  for (const dpop of bindingsOf(app)) {
    await play('jose', caseOf(app, dpop), () => verify(app, dpop));
  }
}
for (const tenant of ready.tenants.filter(({ dialect }) => dialect === 'rfc')) {
  await play('openid-client', 'rfc registration', () => register(tenant, appsOf({ tenants: [tenant] })[0]));
}
