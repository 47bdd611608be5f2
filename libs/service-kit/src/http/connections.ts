import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { closedConnections } from '../observability/instruments.js';

/** How long a connection may take to complete the headers of a request when the server closes. */
const HEADERS_ON_CLOSE_MS = 1_000;
/** How long a client may take to send the rest of a body when the server closes. */
const BODY_ON_CLOSE_MS = 3_000;

/** Identifies the connection of a socket among those of one server. */
const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/**
 * The open connections of HTTP servers. Node's own limit (`maxConnections`) drops new connections, so that clients that
 * hold connections open would keep all others out, and `server.close` waits for connections without a request.
 */
export class Connections {
  /** Connections without a request in progress; the one that has been idle longest comes first. */
  private readonly idle = new Set<Socket>();
  private readonly busy = new Map<Socket, Set<IncomingMessage>>();
  private closing = false;

  constructor(private readonly limit: number) {}

  /** Watches the connections of a server. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.add(socket));
    if (server instanceof HttpsServer) this.watchHandshakes(server);
    // Before the listener that handles the request.
    server.prependListener('request', (request, response) => this.begin(request, response));
  }

  /**
   * Ends connections without a request in progress, and later those whose request is still incomplete. Requests that are
   * being handled complete.
   */
  close(): void {
    this.closing = true;
    setTimeout(() => {
      for (const socket of this.idle) socket.destroy();
    }, HEADERS_ON_CLOSE_MS).unref();
    setTimeout(() => {
      for (const [socket, requests] of this.busy) {
        if ([...requests].every(({ complete }) => !complete)) socket.destroy();
      }
    }, BODY_ON_CLOSE_MS).unref();
  }

  /** The connection of a TLS server has a socket of its own until the handshake ends, and then that of its requests. */
  private watchHandshakes(server: HttpsServer): void {
    const handshakes = new Map<string, Socket>();
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      handshakes.set(peer, socket);
      socket.once('close', () => {
        if (handshakes.get(peer) === socket) handshakes.delete(peer);
      });
    });
    server.prependListener('secureConnection', (socket: TLSSocket) => {
      const peer = peerOf(socket);
      const handshake = handshakes.get(peer);
      handshakes.delete(peer);
      if (handshake) this.idle.delete(handshake);
      this.add(socket);
    });
  }

  private add(socket: Socket): void {
    if (this.idle.size + this.busy.size >= this.limit) {
      const [longestIdle] = this.idle;
      closedConnections.inc({ reason: 'limit' });
      (longestIdle ?? socket).destroy();
    }
    if (socket.destroyed) return;
    this.idle.add(socket);
    socket.once('close', () => {
      this.idle.delete(socket);
      this.busy.delete(socket);
    });
  }

  private begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const requests = this.busy.get(socket) ?? new Set();
    this.busy.set(socket, requests.add(request));
    this.idle.delete(socket);
    response.once('close', () => {
      requests.delete(request);
      if (requests.size > 0 || socket.destroyed) return;
      this.busy.delete(socket);
      this.idle.add(socket);
      if (this.closing) socket.end(() => socket.destroy());
    });
  }
}
