// The authorization server of the interop tests by itself, for `scripts/load --beside-provider`: prints where to ask and
// with what body for an RS256 access token, and answers until it is stopped.
import { AWKWARD, RESOURCE, SCOPE, start } from './provider.mjs';

const { issuer, exchanges } = await start();
// The tests look at what came; under load nobody does, and keeping it would cost the peer its memory.
exchanges.push = () => 0;
const body = new URLSearchParams({
  grant_type: 'client_credentials',
  client_id: 'post',
  client_secret: AWKWARD.secret,
  resource: RESOURCE,
  scope: SCOPE,
});
console.log(`${issuer}/token ${body}`);
