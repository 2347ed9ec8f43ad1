import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './api/problem';

const worthRepeating = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 502);

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => count < 3 && worthRepeating(error), staleTime: 10_000 },
    mutations: { retry: false },
  },
  // A session that ended shows the sign-in page wherever the first request notices it.
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof Problem && error.status === 401) queryClient.setQueryData(['session'], null);
    },
  }),
});
