// How the Node scripts say what happened: one line a case, five columns with tabs between, read by `run`.
import { readFileSync } from 'node:fs';

/** The version that is installed, not the one that was asked for. */
export function versionOf(library) {
  const manifest = new URL(`./node_modules/${library}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/** What went wrong, in one line, with the server's own words where the library kept them. */
function reason(error) {
  const parts = [error?.code, error?.message ?? String(error)];
  const cause = error?.cause;
  parts.push(error?.error, error?.error_description, cause?.message, cause?.error);
  if (error?.cause?.parameters) parts.push(JSON.stringify(error.cause.parameters));
  return parts.filter((part) => typeof part === 'string').join(' | ').replace(/\s+/g, ' ').slice(0, 600);
}

/** Plays one case: `play` returns what is worth saying, and throws when something is wrong. */
export async function play(library, name, play, version = versionOf(library)) {
  let line;
  try {
    line = ['pass', library, version, name, (await play()) ?? ''];
  } catch (error) {
    line = ['FAIL', library, version, name, reason(error)];
  }
  console.log(line.join('\t'));
}

/** Throws unless `held`. */
export function must(held, otherwise) {
  if (!held) throw new Error(otherwise);
}

/** Throws unless the two are the same text or number. */
export function same(what, seen, wanted) {
  must(seen === wanted, `${what} is ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
}

/** The error that `attempt` must end with. */
export async function failure(what, attempt) {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  throw new Error(`${what} was accepted`);
}
