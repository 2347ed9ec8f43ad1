import { useEffect, useEffectEvent, useReducer } from 'react';
import { nextConnection, type Connection } from './connection';

/** A change as the stream tells it: ids and versions, never contents. */
export type LiveChange =
  | { readonly type: 'appointment'; readonly id: string; readonly version: number }
  | { readonly type: 'resource'; readonly id: string }
  | { readonly type: 'branch'; readonly id: string }
  | { readonly type: 'link'; readonly resourceId: string }
  | { readonly type: 'consent'; readonly resourceId: string };

/** The server says something at least every 15 s; after this long a silent connection is a dead one. */
const silenceMs = 32_000;
const reopenMs = 2000;

interface Listener {
  onChange(change: LiveChange): void;
  /** Changes were missed: read everything again. */
  onReset(): void;
}

/**
 * Listens to the changes of a branch. The browser resumes a cut stream by itself; where it gives up (a proxy answered
 * 502) the stream is opened anew from the last event that was seen.
 */
export function useLive(branchId: string | undefined, listener: Listener): Connection {
  const [connection, dispatch] = useReducer(nextConnection, { state: 'connecting' });
  const change = useEffectEvent(listener.onChange);
  const reset = useEffectEvent(listener.onReset);

  useEffect(() => {
    if (!branchId) return;
    let source: EventSource;
    let lastEventId = '';
    let reopen: number | undefined;
    let silence: number | undefined;

    const lost = (): void => dispatch({ type: 'lost', at: new Date() });
    const openLater = (): void => {
      window.clearTimeout(silence);
      source.close();
      lost();
      window.clearTimeout(reopen);
      reopen = window.setTimeout(open, reopenMs);
    };
    const heard = (event: MessageEvent): void => {
      lastEventId = event.lastEventId || lastEventId;
      dispatch({ type: 'heard' });
      window.clearTimeout(silence);
      silence = window.setTimeout(openLater, silenceMs);
    };
    function open(): void {
      const resume = lastEventId ? `&lastEventId=${encodeURIComponent(lastEventId)}` : '';
      source = new EventSource(`/api/console/stream?branch=${branchId}${resume}`);
      source.addEventListener('hello', heard);
      source.addEventListener('beat', heard);
      source.addEventListener('reset', (event: MessageEvent) => {
        heard(event);
        reset();
      });
      source.addEventListener('change', (event: MessageEvent<string>) => {
        heard(event);
        change(JSON.parse(event.data) as LiveChange);
      });
      source.addEventListener('error', () => (source.readyState === EventSource.CLOSED ? openLater() : lost()));
    }
    const offline = (): void => lost();

    open();
    window.addEventListener('offline', offline);
    return () => {
      window.removeEventListener('offline', offline);
      window.clearTimeout(reopen);
      window.clearTimeout(silence);
      source.close();
    };
  }, [branchId]);

  return connection;
}
