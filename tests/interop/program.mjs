// The program under test as a child process, with a folder of its own for secrets and keys.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How long one run may take: four times what the program itself allows the server. */
const PATIENCE = 40_000;

export class Program {
  constructor(path) {
    this.path = path;
    this.folder = mkdtempSync(join(tmpdir(), 'interop-'));
  }

  /** A file that only its owner reads; its path. */
  file(name, content) {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /** Runs it with these words and nothing of this environment but `more`: what it printed, and its exit code. */
  async run(words, more = {}) {
    const child = spawn(this.path, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.folder, ...more },
      timeout: PATIENCE,
    });
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { out, err, code };
  }

  /** Starts it with these words, its input open. */
  open(words, more = {}) {
    return spawn(this.path, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.folder, ...more },
      timeout: PATIENCE,
    });
  }

  tidy() {
    rmSync(this.folder, { recursive: true });
  }
}
