import type { NextFunction, Request, RequestHandler, Response } from 'express';
import sirv from 'sirv';

/**
 * What the page may do. Inline styles stay allowed because the component kit sets positions by them; inline scripts do
 * not. `frame-src` lets the local stand-in for Google be shown beside the planner and nothing else.
 */
const contentPolicy = (frames: string): string =>
  [
    "default-src 'self'",
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    `frame-src ${frames}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ');

/**
 * Serves the built web application from `folder`, its first page for every path that is no file, and hands `/api/` and
 * `/health/` on. Files below `assets/` carry their hash in the name and may be kept for ever.
 */
export function serveWebApp(folder: string, emulatorUrl: string | null): RequestHandler {
  const policy = contentPolicy(emulatorUrl === null ? "'none'" : new URL(emulatorUrl).origin);
  const files = sirv(folder, {
    single: true,
    etag: true,
    setHeaders: (response, pathname) => {
      const immutable = pathname.startsWith('/assets/');
      response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('content-security-policy', policy);
      // Google's consent opens in a window whose closing this page must be able to see.
      response.setHeader('cross-origin-opener-policy', 'same-origin-allow-popups');
      response.setHeader('x-frame-options', 'DENY');
    },
  });
  return (request: Request, response: Response, next: NextFunction) => {
    if (/^\/(api|health)\//.test(request.path)) next();
    else files(request, response, next);
  };
}
