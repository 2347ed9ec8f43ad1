import { Router, json } from 'express';
import { controlRoutes } from './admin-control';
import type { AdminOptions } from './admin-options';
import { personRoutes } from './admin-person';

/** The admin plane: acting as a person, and turning what tests need turned. */
export function adminApi(options: AdminOptions): Router {
  const router = Router();
  router.use(json());
  router.use(personRoutes(options.emulator));
  router.use(controlRoutes(options));
  return router;
}
