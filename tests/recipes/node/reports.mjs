// What is tested: a client of the Reports API that keeps its token, and recovers where it can. Yours stands here.
import * as oauth from 'openid-client';

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

export class Reports {
  #token;

  /** `wait` is handed in, so that a test need not wait. */
  constructor(config, { api, parameters, wait = pause }) {
    Object.assign(this, { config, api, parameters, wait });
  }

  /** The reports. A token that the API no longer takes is replaced, once. */
  async list() {
    let reply = await this.#call();
    if (reply.status === 401) {
      this.#token = undefined;
      reply = await this.#call();
    }
    if (!reply.ok) throw new Error(`the API answered ${reply.status}`);
    return (await reply.json()).reports;
  }

  async #call() {
    this.#token ??= await this.#ask();
    return fetch(this.api, { headers: { authorization: `Bearer ${this.#token}` } });
  }

  /** A token. Where the server says when to come back, it is asked again then, once. */
  async #ask(again = true) {
    try {
      return (await oauth.clientCredentialsGrant(this.config, this.parameters)).access_token;
    } catch (error) {
      const seconds = Number(error.response?.headers.get('retry-after'));
      if (!again || !seconds) throw error;
      await this.wait(seconds);
      return this.#ask(false);
    }
  }
}
