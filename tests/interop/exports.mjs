// What `export` writes, run by the software that it is written for, against our server: bash with curl, newman for Postman
// collections, httpyac for .http files. The example of a lesson names the addresses of its own practice tenants; here those of the
// ready line stand in their place, and an app of the ready line gives id and secret.
//
//   node exports.mjs PROGRAM READY_LINE_FILE
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { appsOf } from './apps.mjs';
import { Program } from './program.mjs';
import { must, play, versionOf } from './report.mjs';

const program = new Program(process.argv[2]);
const apps = appsOf(JSON.parse(readFileSync(process.argv[3], 'utf8')));
const examples = [
  { lesson: '1', dialect: 'auth0', auth: 'client_secret_post' },
  { lesson: '2', dialect: 'auth0', auth: 'client_secret_post' },
  { lesson: '3', dialect: 'okta', auth: 'client_secret_basic' },
];

/** The program of an npm package that is installed here. */
const installed = (name) => fileURLToPath(new URL(`./node_modules/.bin/${name}`, import.meta.url));

/** Runs a program that is given the app by its environment; what it printed. */
async function run(command, words, app) {
  const env = {
    PATH: process.env.PATH,
    HOME: program.folder,
    CLIENT_ID: app.client_id,
    CLIENT_SECRET: app.client_secret,
  };
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 60_000, cwd: program.folder });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  must(code === 0, `${command} ended with ${code}: ${out.slice(-300)} ${err.slice(-300)}`);
  return out + err;
}

/** The example of a lesson, written for the app's own tenant. */
async function exported(lesson, format, app, name) {
  const { out, err, code } = await program.run(['export', lesson, '--format', format]);
  must(code === 0, err);
  must(!out.includes(app.client_secret), 'a secret is inside');
  const origin = new URL(app.token_endpoint).origin;
  const here = out.replace(/http:\/\/127\.0\.0\.1:\d+/g, origin);
  return program.file(name, here.replace(/^@client_id = .*$/m, `@client_id = ${app.client_id}`));
}

const reports = (said) => must(said.includes('Orders of the night'), `the API gave no reports: ${said.slice(-300)}`);

for (const { lesson, dialect, auth } of examples) {
  const app = apps.find((one) => one.dialect === dialect && one.auth === auth && !one.dpop);
  const bash = spawnSync('bash', ['-c', 'echo $BASH_VERSION']).stdout.toString().trim();
  await play('bash', `export ${lesson}`, async () => {
    const path = await exported(lesson, 'curl', app, `${lesson}.sh`);
    reports(await run('bash', [path], app));
  }, bash);
  await play('newman', `export ${lesson}`, async () => {
    const path = await exported(lesson, 'postman', app, `${lesson}.json`);
    const given = ['client_id', 'client_secret'].flatMap((name) => ['--env-var', `${name}=${app[name]}`]);
    const said = await run(installed('newman'), ['run', path, '--color', 'off', ...given], app);
    must(/assertions\s*│\s*2\s*│\s*0/.test(said), `two assertions should hold: ${said.slice(-600)}`);
  });
  await play('httpyac', `export ${lesson}`, async () => {
    const path = await exported(lesson, 'http', app, `${lesson}.http`);
    reports(await run(installed('httpyac'), ['send', basename(path), '--all'], app));
  });
}
program.tidy();
