import { useEffect, useState } from 'react';

const tickMs = 15_000;

/** The present, every quarter of a minute: enough for the age that a badge shows. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), tickMs);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
