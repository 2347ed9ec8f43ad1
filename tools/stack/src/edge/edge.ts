import { Agent, createServer, ServerResponse, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProxyServer } from 'http-proxy-3';
import { sendProblem } from './problem';
import { route } from './routes';

export interface EdgeOptions {
  readonly port: number;
  /** Base URL of a running service, or null while it has none. */
  readonly addressOf: (service: string) => string | null;
  readonly services: readonly string[];
  /** Answers `/api/identity/`. */
  readonly identity: RequestListener;
}

export interface Edge {
  readonly port: number;
  stop(): Promise<void>;
}

const sentences = {
  caldav: 'CalDAV is not served here: this installation has no CalDAV gateway.',
  service: 'There is no such service.',
} as const;

/** The one origin of the local stack on the loopback address. */
export async function startEdge({ port, addressOf, services, identity }: EdgeOptions): Promise<Edge> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const proxy = createProxyServer({ agent, xfwd: true });
  proxy.on('error', (_error, _request, response) => {
    if (!(response instanceof ServerResponse)) return response?.destroy();
    if (response.headersSent) return response.destroy();
    sendProblem(
      response,
      503,
      'service/unavailable',
      'This part of Kalends does not answer; see the log of npm start.',
    );
  });
  const server = createServer((request, response) => {
    const to = route(new URL(request.url ?? '/', 'http://edge').pathname, services);
    if ('own' in to) return identity(request, response);
    if ('missing' in to) return sendProblem(response, 404, `${to.missing}/missing`, sentences[to.missing]);
    const target = addressOf(to.service);
    if (target === null) return sendProblem(response, 503, 'service/starting', `${to.service} is not running.`);
    proxy.web(request, response, { target });
  });
  server.requestTimeout = 0; // event streams stay open
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    agent.destroy();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
