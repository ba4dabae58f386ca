// The apps of a ready line (CONTRACT: `serve --json`), each with what it inherits from its tenant, and what a foreign
// client has to be told about each dialect: nothing more than the vendors' own pages tell.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Every app, flat. */
export function appsOf(ready) {
  return ready.tenants.flatMap(({ apps, ...tenant }) => apps.map((app) => ({ ...tenant, ...app })));
}

/** What goes into the token request beside the credentials. */
export function parametersOf(app) {
  const named = ['scope', 'audience', 'resource', 'organization'].filter((name) => app[name]);
  return Object.fromEntries(named.map((name) => [name, app[name]]));
}

/** The name of a case: dialect (Okta's org server apart from its custom ones), method, and whether the token is bound to a key. */
export function caseOf(app, dpop) {
  const org = app.dialect === 'okta' && !app.issuer.includes('/oauth2/') ? '-org' : '';
  const bound = app.dpop ? ' dpop demanded' : dpop ? ' dpop' : '';
  return `${app.dialect}${org} ${app.auth}${bound}`;
}

/** Without a proof and with one; an app that demands one is asked with one alone. */
export function bindingsOf(app) {
  return app.dpop ? [true] : [false, true];
}

/** The app's private key, for WebCrypto, or another one of its kind. */
export async function keyOf(app, wrong) {
  const mine = createPrivateKey(readFileSync(app.key_file));
  const ec = mine.asymmetricKeyType === 'ec';
  const [kind, options] = ec ? ['ec', { namedCurve: mine.asymmetricKeyDetails.namedCurve }] : ['rsa', { modulusLength: 2048 }];
  const key = wrong ? generateKeyPairSync(kind, options).privateKey : mine;
  const algorithm = ec ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const bytes = key.export({ type: 'pkcs8', format: 'der' });
  return { key: await crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']), kid: app.kid };
}

/** The app's secret, or another one. */
export function secretOf(app, wrong) {
  return wrong ? [...app.client_secret].reverse().join('') : app.client_secret;
}

/**
 * Changes an assertion as the vendor's page says. Okta wants the endpoint that is invoked as audience where the
 * libraries put the issuer, as Auth0 wants it and as the successor of RFC 7523 says.
 */
export function assertionFor(app, endpoint) {
  return (_header, payload) => {
    if (app.dialect === 'okta') payload.aud = endpoint();
  };
}
