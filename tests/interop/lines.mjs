// The tutor line by line, as somebody hears it who plays it: choices are found by their words and taken by their numbers.
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

import { must } from './report.mjs';

/** The words that end a menu. */
const ASKS = 'Type a number';

export class Lines {
  /** Starts it, up to its first menu. */
  static async open(program, words, more) {
    const lines = new Lines();
    lines.child = program.open(words, more);
    lines.errors = text(lines.child.stderr);
    lines.next = createInterface({ input: lines.child.stdout })[Symbol.asyncIterator]();
    lines.all = [];
    await lines.hear();
    return lines;
  }

  /** Hears everything up to the end of a menu, or of the program. */
  async hear() {
    this.heard = [];
    for (;;) {
      const { value, done } = await this.next.next();
      if (done || value.startsWith(ASKS)) break;
      this.heard.push(value);
    }
    this.all.push(...this.heard);
    return this.said();
  }

  said() {
    return this.heard.join('\n');
  }

  /** Chooses what has these words, in the newest menu first; what was said then. */
  async choose(words) {
    const offered = this.heard.findLast((line) => /^\d+\. /.test(line) && line.includes(words));
    must(offered, `${JSON.stringify(words)} is not offered: ${this.heard.slice(-12).join(' / ')}`);
    this.child.stdin.write(`${parseInt(offered, 10)}\n`);
    return this.hear();
  }

  /** Chooses, and types this where it is asked for. */
  async gives(words, text) {
    const offered = this.heard.findLast((line) => /^\d+\. /.test(line) && line.includes(words));
    must(offered, `${JSON.stringify(words)} is not offered`);
    this.child.stdin.write(`${parseInt(offered, 10)}\n${text}\n`);
    return this.hear();
  }

  /** Chooses, and must hear that. */
  async gets(words, wanted) {
    const said = await this.choose(words);
    const is = wanted instanceof RegExp ? wanted.test(said) : said.includes(wanted);
    must(is, `after ${JSON.stringify(words)} no ${wanted}: ${said.slice(0, 500)}`);
    return said;
  }

  /** Ends it by the end of its input; all that it ever said. */
  async end() {
    this.child.stdin.end();
    await this.hear();
    return [...this.all, await this.errors].join('\n');
  }
}
