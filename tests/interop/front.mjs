// What stands between the program and a foreign tenant: a front that speaks TLS with an authority of the test's own, and a proxy. Both can be
// told to fail in one way each.
import { readFileSync } from 'node:fs';
import { createServer as createHttp, request } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

async function listening(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server.address().port;
}

/** A port that nobody listens at. */
export async function deadPort() {
  const server = createHttp();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** TLS before servers that speak plain HTTP on loopback, told apart by the name that they are asked by. */
export class Front {
  /** `tenants`: the address of each, by its name. */
  static async start(folder, tenants) {
    const front = new Front();
    const read = (name) => readFileSync(join(folder, `${name}.pem`));
    front.certificates = (name) => ({ key: read('key'), cert: read(name) });
    front.server = createHttps(front.certificates('server'), (asked, answer) => front.answer(asked, answer));
    front.server.on('tlsClientError', () => {});
    front.tenants = tenants;
    front.port = await listening(front.server);
    return front;
  }

  /** What token requests get from now on: `cut`, `html`, `slow`; nothing else than the tenant's answer without a word. */
  fails(how) {
    this.fault = how;
    this.server.closeAllConnections();
  }

  /** The certificate that is shown from now on: `server`, `expired`, `stranger`. */
  shows(name) {
    this.server.setSecureContext(this.certificates(name));
    this.server.closeAllConnections();
  }

  answer(asked, answer) {
    if (asked.method === 'POST' && this.fault) return this[this.fault](asked, answer);
    const name = asked.headers.host.replace(/:\d+$/, '');
    const address = this.tenants[name] ?? Object.values(this.tenants)[0];
    const headers = { ...asked.headers, 'x-forwarded-proto': 'https' };
    const passed = request(new URL(asked.url, address), { method: asked.method, headers }, (came) => {
      answer.writeHead(came.statusCode, came.headers);
      came.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    return asked.pipe(passed);
  }

  /** The connection ends in the middle of the reply. */
  cut(asked, answer) {
    asked.resume().on('end', () => {
      answer.writeHead(200, { 'content-type': 'application/json', 'content-length': 400 });
      answer.write('{"access_token":"abc', () => answer.destroy());
    });
  }

  /** A page for people, as a gateway gives one. */
  html(asked, answer) {
    asked.resume().on('end', () => {
      answer.writeHead(200, { 'content-type': 'text/html' });
      answer.end('<!doctype html><title>Please sign in</title><p>Your session has ended.</p>');
    });
  }

  /** Nothing comes. */
  slow(asked) {
    asked.resume();
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A proxy that leads every name to the front, as one does that resolves names itself. */
export class Proxy {
  static async start(front) {
    const proxy = new Proxy();
    proxy.asked = [];
    proxy.open = new Set();
    proxy.server = createHttp((_, answer) => answer.writeHead(405).end());
    proxy.server.on('connect', (asked, socket) => proxy.connect(asked, socket, front));
    proxy.port = await listening(proxy.server);
    proxy.address = `http://127.0.0.1:${proxy.port}`;
    return proxy;
  }

  /** Whether it lets anybody through from now on. */
  refuses(does) {
    this.closed = does;
    for (const socket of this.open) socket.destroy();
  }

  connect(asked, socket, front) {
    this.asked.push(asked.url);
    socket.on('error', () => {});
    if (this.closed) return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    const there = connect(front.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    this.open.add(socket);
    there.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.open.delete(socket);
      there.destroy();
    });
    return there;
  }

  stop() {
    this.refuses(true);
    this.server.closeAllConnections();
    this.server.close();
  }
}
