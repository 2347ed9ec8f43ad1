import { randomBytes, createHash } from 'node:crypto'; // planted
import { setTimeout as sleep } from 'node:timers/promises'; // planted
import { performance } from 'node:perf_hooks'; // planted
import { systemClock, type Clock } from '@kalends/kernel'; // planted
import { systemTimer } from '@kalends/kernel'; // planted
import { systemRandomness } from '@kalends/kernel'; // planted
import { uuidv7 } from '@kalends/kernel'; // planted

export const later = (work: () => void): unknown => setTimeout(work, 1); // planted
export const often = (work: () => void): unknown => globalThis.setInterval(work, 1); // planted
export const soon = (work: () => void): unknown => setImmediate(work); // planted
export const next = (work: () => void): void => queueMicrotask(work); // planted
export const aside = (work: () => void): void => process.nextTick(work); // planted
export const limit = (): AbortSignal => AbortSignal.timeout(1); // planted
export const allowed = (clock: Clock): Date => clock.now();
export const hidden = [randomBytes, createHash, sleep, performance, systemClock, systemTimer, systemRandomness, uuidv7];
