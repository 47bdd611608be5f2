// A TCP proxy in front of the store that can hold back responses and close connections.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class StoreLink {
  #sockets = new Set();
  #held = false;

  static async open(endpoint) {
    const link = new StoreLink();
    const { hostname, port } = new URL(endpoint);
    link.server = createServer((socket) => link.#pass(socket, hostname, Number(port)));
    link.server.listen(0, '127.0.0.1');
    await once(link.server, 'listening');
    link.endpoint = `http://127.0.0.1:${link.server.address().port}`;
    return link;
  }

  /** Forwards requests to the store but holds back all responses, until `release`. */
  hold() {
    this.#held = true;
    for (const { upstream } of this.#sockets) upstream.pause();
  }

  release() {
    this.#held = false;
    for (const { upstream } of this.#sockets) upstream.resume();
  }

  /** Closes every connection, as a server does with idle ones. Returns their number. */
  cut() {
    const open = [...this.#sockets];
    for (const { socket, upstream } of open) {
      socket.destroy();
      upstream.destroy();
    }
    return open.length;
  }

  close() {
    this.server.close();
    this.cut();
  }

  #pass(socket, host, port) {
    const upstream = connect(port, host);
    const pair = { socket, upstream };
    this.#sockets.add(pair);
    socket.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => socket.write(data));
    if (this.#held) upstream.pause();
    const end = () => {
      this.#sockets.delete(pair);
      socket.destroy();
      upstream.destroy();
    };
    for (const one of [socket, upstream]) one.on('close', end).on('error', end);
  }
}
