import { useEffect, useEffectEvent, useReducer } from 'react';
import type { LiveChange } from '../../../src/live/live-change';
import { nextConnection, type Connection } from './connection';

/** The server says something at least every 15 s; after this long a silent connection is a dead one. */
const silenceMs = 32_000;
const reopenMs = 2000;
/** A loss that mends itself this fast is not worth a word. */
const patienceMs = 2500;

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
    let loss: number | undefined;

    const lost = (): void => {
      const at = new Date();
      loss ??= window.setTimeout(() => dispatch({ type: 'lost', at }), patienceMs);
    };
    const openLater = (): void => {
      window.clearTimeout(silence);
      source.close();
      lost();
      window.clearTimeout(reopen);
      reopen = window.setTimeout(open, reopenMs);
    };
    const heard = (event: MessageEvent): void => {
      lastEventId = event.lastEventId || lastEventId;
      window.clearTimeout(loss);
      loss = undefined;
      dispatch({ type: 'heard' });
      window.clearTimeout(silence);
      silence = window.setTimeout(openLater, silenceMs);
    };
    function open(): void {
      const resume = lastEventId ? `&lastEventId=${encodeURIComponent(lastEventId)}` : '';
      source = new EventSource(`/api/console/stream?branch=${branchId}${resume}`);
      source.addEventListener('hello', (event: MessageEvent) => {
        // What changed between reading the day and hearing of changes would be lost.
        if (!lastEventId) reset();
        heard(event);
      });
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
      window.clearTimeout(loss);
      source.close();
    };
  }, [branchId]);

  return connection;
}
