import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy before a server that can fall silent as a frozen process does: connections open, bytes go in, nothing comes out. */
export class SilentProxy {
  private readonly pairs: [Socket, Socket][] = [];
  private silent = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async before(url: string): Promise<SilentProxy> {
    const server = createServer();
    const proxy = new SilentProxy(server, new URL(url));
    server.on('connection', (socket) => proxy.pipe(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The same URL through this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.toString();
  }

  freeze(): void {
    this.silent = true;
    for (const [, upstream] of this.pairs) upstream.pause();
  }

  thaw(): void {
    this.silent = false;
    for (const [, upstream] of this.pairs) upstream.resume();
  }

  async close(): Promise<void> {
    for (const sockets of this.pairs) sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pipe(client: Socket): void {
    const upstream = connect(Number(this.target.port), this.target.hostname);
    this.pairs.push([client, upstream]);
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => client.write(bytes));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    if (this.silent) upstream.pause();
  }
}
