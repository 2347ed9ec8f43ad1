import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connected } from '@kalends/actors';
import { eventually } from '@kalends/testing';
import autocannon from 'autocannon';
import { Pool } from 'pg';
import type { Figures } from './figures';
import type { Stage } from './stage';

const seconds = 10;
const connections = 32;

/** Google's pushes accepted, against a bare Node HTTP server that inserts one row for each. */
export async function benchWebhook(stage: Stage): Promise<Figures> {
  const { calendarId } = await connected(stage);
  const headers = await pushHeaders(stage, calendarId);
  // As in production: the role that accepts pushes is a process of its own, and what it accepts is read by others.
  await stage.stopProgram('google-sync');
  await stage.startProgram('google-sync', 'webhook');
  const ours = await shoot(`${stage.address('google-sync')}/hooks/google`, headers);
  const bare = await bareServer(stage, headers);
  await stage.stopProgram('google-sync');
  await stage.startProgram('google-sync');
  return {
    title: "Google's pushes accepted",
    rows: [
      {
        what: `${seconds} s, ${connections} connections, one channel`,
        measured: `${Math.round(ours).toLocaleString('en')}/s`,
        against: `${Math.round(bare).toLocaleString('en')}/s bare Node server that inserts one row`,
        ratio: ours / bare,
        goal: '≥ 0.70',
      },
    ],
  };
}

/** What Google sends along with a push of this calendar's channel. */
async function pushHeaders({ google }: Stage, calendarId: string): Promise<Record<string, string>> {
  const channel = await eventually(async () => {
    const { channels } = await google.admin<{ channels: Channel[] }>('GET', '/channels');
    const found = channels.find((candidate) => candidate.resource.calendarId === calendarId);
    if (!found) throw new Error('the link has no channel');
    return found;
  });
  return {
    'x-goog-channel-id': channel.id,
    'x-goog-channel-token': channel.token,
    'x-goog-resource-id': channel.resourceId,
    'x-goog-resource-state': 'exists',
    'x-goog-message-number': '2',
  };
}

interface Channel {
  readonly id: string;
  readonly resource: { readonly calendarId?: string };
  readonly token: string;
  readonly resourceId: string;
}

async function shoot(url: string, headers: Record<string, string>): Promise<number> {
  await autocannon({ url, method: 'POST', headers, connections, duration: 2 });
  const result = await autocannon({ url, method: 'POST', headers, connections, duration: seconds });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} pushes were refused`);
  return result.requests.average;
}

async function bareServer(stage: Stage, headers: Record<string, string>): Promise<number> {
  const pool = new Pool({ connectionString: stage.adminUrl, max: 10 });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_push (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, channel text NOT NULL)',
  );
  const server = createServer((request, response) => {
    pool.query('INSERT INTO bench_push (channel) VALUES ($1)', [request.headers['x-goog-channel-id']]).then(
      () => response.writeHead(204).end(),
      () => response.writeHead(500).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await shoot(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, headers);
  } finally {
    server.close();
    await pool.query('DROP TABLE bench_push');
    await pool.end();
  }
}
