import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { App } from './app';

/** What the address of the page says, so that a reload or a shared link shows the same. */
export interface Place {
  readonly branch?: string;
  /** YYYY-MM-DD; absent: today. */
  readonly date?: string;
  readonly appointment?: string;
  /** The occurrence of a series that was opened. */
  readonly occurrence?: string;
}

/** Anything that is not understood counts as absent: an old or mistyped address shows today. */
function placeFrom(search: Record<string, unknown>): Place {
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
  const date = text(search.date);
  return {
    branch: text(search.branch),
    date: date && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : undefined,
    appointment: text(search.appointment),
    occurrence: text(search.occurrence),
  };
}

const rootRoute = createRootRoute();

export const plannerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: placeFrom,
  component: App,
});

export const router = createRouter({ routeTree: rootRoute.addChildren([plannerRoute]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
