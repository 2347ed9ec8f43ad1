import { readFileSync } from 'node:fs';

export const decide = (): string => readFileSync('x', 'utf8');
