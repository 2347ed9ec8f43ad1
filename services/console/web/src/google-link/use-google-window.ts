import { useCallback, useEffect, useRef } from 'react';

const pollMs = 400;

/**
 * Google's page in a window of its own. `open` must be called in a click, so that the browser does not block it; it
 * shows an empty page until `url` arrives. `onClosed` is called when the person closes it.
 */
export function useGoogleWindow(onClosed: () => void) {
  const opened = useRef<Window | null>(null);
  const watch = useRef<number>(undefined);
  const closed = useRef(onClosed);
  useEffect(() => {
    closed.current = onClosed;
  });

  const forget = useCallback(() => {
    window.clearInterval(watch.current);
    opened.current = null;
  }, []);

  useEffect(() => forget, [forget]);

  return {
    /** False when the browser blocked the window. */
    open: useCallback((): boolean => {
      opened.current = window.open('about:blank', 'kalends-google', 'popup,width=520,height=720');
      return opened.current !== null;
    }, []),
    show: useCallback(
      (url: string) => {
        if (!opened.current) return;
        opened.current.location.href = url;
        window.clearInterval(watch.current);
        watch.current = window.setInterval(() => {
          if (!opened.current?.closed) return;
          forget();
          closed.current();
        }, pollMs);
      },
      [forget],
    ),
    focus: useCallback(() => opened.current?.focus(), []),
    close: useCallback(() => {
      opened.current?.close();
      forget();
    }, [forget]),
  };
}
