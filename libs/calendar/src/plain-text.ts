const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What an entity or a tag hid may be markup itself, but nobody who means well hides it deeper than this. */
const MAX_PASSES = 8;

/**
 * Text as Kalends keeps it: plain, in lines that end with LF, without white space at the ends of lines and of the
 * whole. Google stores a description as HTML as soon as its page edits it, so what is surely markup is read as the text
 * that it shows; anything else between angle brackets (`<ask Ben>`) stays. A fixed point: plain text of plain text is
 * itself, however often it goes round.
 */
export function plainText(text: string): string {
  let plain = tidy(text);
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = tidy(withoutMarkup(plain));
    if (next === plain) return plain;
    plain = next;
  }
  return tidy(plain.replace(/[<&]/g, ''));
}

/** The same for one line: a title, a place. Google does not take these for HTML. */
export const plainLine = (text: string): string => tidy(text).replace(/\s+/g, ' ');

function withoutMarkup(text: string): string {
  if (!/[<&]/.test(text)) return text;
  return text
    .replace(/<a(\s[^<>]*)>([^<>]*)<\/a>/gi, (_, attributes: string, label: string) => link(attributes, label))
    .replace(/<li(?:\s[^<>]*)?>/gi, '\n- ')
    .replace(/<(?:br|\/?(?:p|div|ul|ol|h[1-6]))(?:\s[^<>]*)?\/?>/gi, '\n')
    .replace(/<\/?(?:a|b|em|font|html-blob|i|li|s|small|span|strong|u)(?:\s[^<>]*)?>/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

function link(attributes: string, label: string): string {
  const [, address] = /\bhref="([^"]*)"/i.exec(attributes) ?? [];
  return address === undefined || address === label ? label : `${label} (${address})`;
}

/** Control characters go and halves of surrogate pairs are replaced: no database or wire keeps them. */
function tidy(text: string): string {
  // Nothing else can be wrong with one line of ASCII, as most texts are.
  if (/^[ -~]*$/.test(text)) return text.trim();
  return (
    text
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replace(/\u00a0/g, ' ')
      .normalize('NFC')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trim()
  );
}
