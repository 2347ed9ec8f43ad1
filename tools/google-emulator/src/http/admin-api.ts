import { Router, json } from 'express';
import type { Emulator } from '../core/emulator';
import type { Seed } from '../core/seed';
import { controlRoutes } from './admin-control';
import { personRoutes } from './admin-person';

export interface AdminOptions {
  readonly emulator: Emulator;
  readonly seed: Seed;
  /** The clock or the weather changed: pushes may be due now. */
  readonly nudge: () => void;
}

/** The admin plane: acting as a person, and turning what tests need turned. */
export function adminApi(options: AdminOptions): Router {
  const router = Router();
  router.use(json());
  router.use(personRoutes(options.emulator));
  router.use(controlRoutes(options));
  return router;
}
