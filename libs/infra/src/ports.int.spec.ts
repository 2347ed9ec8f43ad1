import { createServer } from 'node:net';
import { claimPort, portAnswers } from './ports';

describe('a port', () => {
  it('that is busy is told by number and by what to do', async () => {
    const server = createServer();
    const port = await claimPort(0, 'a test', '');
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      expect(await portAnswers(port)).toBe(true);
      await expect(claimPort(port, 'Kafka', 'set KALENDS_KAFKA_PORT.')).rejects.toThrow(
        `Port ${port} for Kafka is in use by another program: set KALENDS_KAFKA_PORT.`,
      );
    } finally {
      server.close();
    }
  });

  it('that is free is given as asked for, or any for 0, out of the way of outgoing connections', async () => {
    const any = await claimPort(0, 'a test', '');
    expect(any).toBeLessThan(32_768);
    expect(await claimPort(any, 'a test', '')).toBe(any);
    expect(await portAnswers(any)).toBe(false);
  });
});
