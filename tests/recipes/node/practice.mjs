// A practice server for a test suite: started once, steered from the tests, stopped at the end. Copy this file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts `oauth-tutor serve --control` on free ports. `dialect` is rfc, auth0 or okta. */
export async function practice(dialect = 'rfc') {
  const program = process.env.OAUTH_TUTOR ?? 'oauth-tutor';
  const flags = ['serve', '--control', '--json', '--quiet', '--port', '0'];
  const server = spawn(program, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  // One line when every tenant answers.
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const tenant = JSON.parse(line).tenants.find((one) => one.dialect === dialect);

  async function steer(path, body) {
    const reply = await fetch(new URL(path, tenant.control), {
      method: 'POST',
      headers: { 'x-tutor-control': '1' },
      body: body && JSON.stringify(body),
    });
    const state = await reply.json();
    if (!reply.ok) throw new Error(state.error);
    return state;
  }

  return {
    tenant,
    app: tenant.apps.find((app) => app.auth === 'client_secret_basic'),
    change: (change) => steer('change', change),
    reset: () => steer('reset'),
    async stop() {
      server.kill();
      await once(server, 'exit');
    },
  };
}
