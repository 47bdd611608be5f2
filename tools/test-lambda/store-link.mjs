// The way to the store, which can be held up and cut.
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

  /** From now on the store is asked and nothing comes back, until `release`. */
  hold() {
    this.#held = true;
    for (const { upstream } of this.#sockets) upstream.pause();
  }

  release() {
    this.#held = false;
    for (const { upstream } of this.#sockets) upstream.resume();
  }

  /** Ends every connection, as a store does that has heard nothing for a while. Returns how many there were. */
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
