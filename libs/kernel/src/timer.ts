/** The only way to be called later in app/ and in what runs it; a port, so that virtual time can rule it. */
export interface Timer {
  /** Calls `action` once, `ms` milliseconds from now, unless the function that it returns was called before. */
  after(ms: number, action: () => void): () => void;
}

export const systemTimer: Timer = {
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
