// An authorization server that is not ours (oidc-provider), with one client for each way to authenticate, and an API
// that is not ours either (oauth4webapi's check of JWT access tokens and DPoP proofs). On loopback, on a free port.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

import { allowInsecureRequests, validateJwtAccessToken } from 'oauth4webapi';
import Provider, { errors } from 'oidc-provider';

/** What a form and a header would take apart, in both: RFC 6749 2.3.1 says that they are encoded. */
export const AWKWARD = { id: 'app:1 +%&', secret: 'p+q%20r/s:t&u=v w~-._!"(){}<>and-32-characters' };
export const RESOURCE = 'https://reports.example/';
export const SCOPE = 'read:reports write:reports';

function rsa() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function publicJwk(pair, kid) {
  return { ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
}

function client(client_id, method, more = {}) {
  return {
    client_id,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: SCOPE,
    ...more,
  };
}

function configuration(keys) {
  const signing = rsa();
  const secret = { client_secret: AWKWARD.secret };
  const assertion = (alg, pair) => ({
    token_endpoint_auth_signing_alg: alg,
    jwks: { keys: [publicJwk(pair, 'k1')] },
  });
  return {
    jwks: { keys: [{ ...signing.privateKey.export({ format: 'jwk' }), kid: 'server', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: [...SCOPE.split(' '), 'delete:reports'],
    ttl: { ClientCredentials: 600 },
    clients: [
      client(AWKWARD.id, 'client_secret_basic', secret),
      client('post', 'client_secret_post', secret),
      client('secret-jwt', 'client_secret_jwt', { ...secret, token_endpoint_auth_signing_alg: 'HS256' }),
      client('rs256', 'private_key_jwt', assertion('RS256', keys.rsa)),
      client('ps256', 'private_key_jwt', assertion('PS256', keys.rsa)),
      client('es256', 'private_key_jwt', assertion('ES256', keys.ec)),
      client('eddsa', 'private_key_jwt', assertion('EdDSA', keys.ed)),
      client('dpop', 'client_secret_basic', { ...secret, dpop_bound_access_tokens: true }),
      client('dpop-rs256', 'private_key_jwt', { ...assertion('RS256', keys.rsa), dpop_bound_access_tokens: true }),
      client('the-api', 'client_secret_basic', secret),
    ],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
      dPoPSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: (_ctx, caller) => caller.clientId === 'the-api' },
      // A proof without a nonce is answered with the challenge of RFC 9449 8.
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return { scope: SCOPE, audience: RESOURCE, accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: 'RS256' } } };
        },
      },
    },
  };
}

/** The API: whatever oauth4webapi accepts as a JWT access token of this server gets a 200. */
async function answerApi(ctx, issuer, address) {
  const as = { issuer, jwks_uri: `${address}/jwks` };
  const request = new Request(ctx.href, { method: ctx.method, headers: ctx.headers });
  try {
    const claims = await validateJwtAccessToken(as, request, RESOURCE, { [allowInsecureRequests]: true });
    ctx.body = { reports: [], client_id: claims.client_id };
  } catch (error) {
    ctx.status = 401;
    ctx.set('www-authenticate', 'Bearer error="invalid_token"');
    ctx.body = { error: 'invalid_token', error_description: error.message };
  }
}

/**
 * Starts it. `known` is the issuer's address where that is another one than its own, as behind a front that speaks TLS.
 * `exchanges` grows by one for each request: path, status, error, and what authenticated it.
 */
export async function start({ known = undefined } = {}) {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = { rsa: rsa(), ec, ed: generateKeyPairSync('ed25519') };
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${server.address().port}`;
  const issuer = known ?? address;
  const provider = new Provider(issuer, configuration(keys));
  // The front says by which name and scheme it was asked.
  provider.proxy = Boolean(known);
  const exchanges = [];
  provider.use(async (ctx, next) => {
    if (ctx.path === '/reports') await answerApi(ctx, issuer, address);
    else await next();
    exchanges.push({
      path: ctx.path,
      status: ctx.status,
      error: ctx.body?.error,
      authorization: ctx.headers.authorization,
      contentType: ctx.headers['content-type'],
      proof: ctx.headers.dpop,
      form: ctx.oidc?.body ?? {},
    });
  });
  server.on('request', provider.callback());
  return {
    address,
    issuer,
    api: `${issuer}/reports`,
    keys,
    exchanges,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
