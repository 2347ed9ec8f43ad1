const KEPT_TAGS = new Set(['a', 'b', 'br', 'div', 'em', 'i', 'li', 'ol', 'p', 'span', 'strong', 'u', 'ul']);

/** A one-line text: line ends and runs of white-space become one blank, both ends trimmed; nothing left means no value. */
export function normalizeLine(text: string): string | undefined {
  return text.replaceAll(/\s+/g, ' ').trim() || undefined;
}

/**
 * A description as it comes back from Google: LF line ends, no trailing blanks, known tags in lower case without event
 * handlers, `<br/>` as `<br>`, scripts, styles and unknown tags gone. Normalising twice changes nothing more.
 */
export function normalizeDescription(text: string): string | undefined {
  let [before, after] = ['', text];
  // What is left beside a removed tag may read as a tag itself.
  while (after !== before) [before, after] = [after, cleanOnce(after)];
  return after || undefined;
}

function cleanOnce(text: string): string {
  const html = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/<(script|style)\b.*?<\/\1\s*>/gis, '')
    .replaceAll(
      /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi,
      (_tag, slash: string, name: string, rest: string) => {
        const tag = name.toLowerCase();
        if (!KEPT_TAGS.has(tag)) return '';
        const link = tag === 'a' && !slash ? /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(rest) : null;
        const target = link ? (link[1] ?? link[2]!) : '';
        return /^(https?:|mailto:)/i.test(target) ? `<a href="${target.replaceAll('"', '%22')}">` : `<${slash}${tag}>`;
      },
    );
  const lines = html.split('\n').map((line) => line.replace(/[ \t\u00a0]+$/, ''));
  return lines.join('\n').trim();
}
