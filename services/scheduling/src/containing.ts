/** A LIKE pattern (on lower-case texts) for `text` anywhere, LIKE's own signs taken as they are. */
export const containing = (text: string): string =>
  `%${text
    .replaceAll('\0', '')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
