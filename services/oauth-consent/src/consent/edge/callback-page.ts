import { createHash } from 'node:crypto';
import type { Language, PageText } from './callback-texts';

const style = `
  :root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif }
  body { display: grid; min-height: 90vh; margin: 0 1.5rem; place-content: center }
  main { max-width: 32rem }
  a { display: inline-block; margin-top: 1rem; padding: .6rem 1.2rem; border: 2px solid; border-radius: .5rem; color: inherit }`;
const close = 'window.close()';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Headers of the page: nothing may be loaded or sent, the code in its address goes nowhere, and nobody frames it. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(close)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  // The window was opened by the console's script: it may close itself only as long as it knows that.
  'cross-origin-opener-policy': 'unsafe-none',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** A page without any other part. It tries to close itself when all is done; a browser may refuse that. */
export function renderPage(language: Language, text: PageText, retryUrl: string | null): string {
  const retry = text.retry && retryUrl ? `<a href="${escaped(retryUrl)}">${escaped(text.retry)}</a>` : '';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(text.title)} · Kalends</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(text.title)}</h1>
<p role="status">${escaped(text.sentence)}</p>
${retry}
</main>
${retry ? '' : `<script>${close}</script>`}
</body>
</html>`;
}
