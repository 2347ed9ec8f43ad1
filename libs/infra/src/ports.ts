import { randomInt } from 'node:crypto';
import { createServer, connect } from 'node:net';

const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });

/** Below the range from which systems take ports for outgoing connections: those come and go before a server is up. */
const anyPort = async (): Promise<number> => {
  for (;;) {
    const port = await listenOnce(randomInt(20_000, 32_000)).catch(() => null);
    if (port !== null) return port;
  }
};

/** `port` itself when it is free, any free one for 0. Throws a sentence naming the port and `howToChange` when it is busy. */
export async function claimPort(port: number, what: string, howToChange: string): Promise<number> {
  if (port === 0) return anyPort();
  try {
    return await listenOnce(port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${port} for ${what} is in use by another program: ${howToChange}`, { cause: error });
    if (code === 'EACCES')
      throw new Error(`Port ${port} for ${what} may not be opened by this user: ${howToChange}`, { cause: error });
    throw error;
  }
}

/** Whether something accepts connections on this port of the machine. */
export const portAnswers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
