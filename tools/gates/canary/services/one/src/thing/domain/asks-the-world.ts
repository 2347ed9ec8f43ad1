import { randomUUID } from 'node:crypto'; // planted

export const now = (): number => Date.now(); // planted
export const today = (): Date => new Date(); // planted
export const said = (): string => Date(); // planted
export const ticks = (): number => performance.now(); // planted
export const { hrtime } = process; // planted
export const chance = (): number => Math.random(); // planted
export const key = (): string => crypto.randomUUID(); // planted
export const id = (): string => randomUUID();
export const known = (at: string): Date => new Date(at);
