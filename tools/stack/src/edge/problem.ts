import type { ServerResponse } from 'node:http';

const titles = {
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  503: 'Not available right now',
} as const;

/** Answers with RFC 9457 problem details. */
export function sendProblem(response: ServerResponse, status: keyof typeof titles, code: string, detail: string): void {
  const body = JSON.stringify({ type: 'about:blank', title: titles[status], status, detail, code });
  response.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }).end(body);
}
