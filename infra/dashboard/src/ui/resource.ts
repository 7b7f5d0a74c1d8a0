import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, type Answer } from '../api/client';
import { Poller } from '../lib/poller';

/** What is known of an address that is asked again and again. */
export interface Resource<T> {
  data: T | null;
  /** The address that `data` came from: another than asked for until the new one has answered. */
  source: string | null;
  error: unknown;
  /** When the failures began that last until now, in milliseconds since 1970. */
  failingSince: number | null;
  receivedAt: number | null;
  /** In a row, until now. */
  failures: number;
}

const UNKNOWN = { data: null, source: null, error: null, failingSince: null, receivedAt: null, failures: 0 };

type Listener = () => void;
const refused = new Set<Listener>();
type Control = Pick<Poller<never>, 'kick' | 'setActive'>;
const running = new Set<Control>();

/** Calls back whenever the server asks for a token. */
export function onUnauthorised(listener: Listener): () => void {
  refused.add(listener);
  return () => refused.delete(listener);
}

/** Asks everything again at once, after a new token. */
export function askAllNow(): void {
  running.forEach((poller) => poller.kick());
}

function useTabVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const listener = (): void => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  }, []);
  return visible;
}

/**
 * Polls an address below `api/v1/` while the tab is visible. Old figures stay until new ones come.
 *
 * @param path null: nothing to ask yet
 * @param wanted false: pause, once there is a first answer
 */
export function useResource<T>(path: string | null, wanted = true, periodMs?: number): Resource<T> {
  const [resource, setResource] = useState<Resource<T>>(UNKNOWN);
  const poller = useRef<Control | null>(null);
  const tabVisible = useTabVisible();
  const active = tabVisible && (wanted || resource.source !== path);

  useEffect(() => {
    if (path === null) {
      return undefined;
    }
    let known: Answer<T> | null = null;
    const mine = new Poller<Answer<T>>({
      ...(periodMs === undefined ? {} : { periodMs }),
      ask: (signal) => get(path, signal, known),
      onAnswer: (answer) => {
        const same = answer === known;
        known = answer;
        setResource((last) =>
          same && last.error === null
            ? last
            : { data: answer.body, source: path, error: null, failingSince: null, receivedAt: Date.now(), failures: 0 },
        );
      },
      onFailure: (error) => {
        if (error instanceof ApiError && error.status === 401) {
          refused.forEach((listener) => listener());
        }
        setResource((last) => ({
          ...last,
          error,
          failingSince: last.failingSince ?? Date.now(),
          failures: last.failures + 1,
        }));
      },
    });
    poller.current = mine;
    running.add(mine);
    setResource((last) => ({ ...last, error: null, failingSince: null, failures: 0 }));
    return () => {
      running.delete(mine);
      mine.stop();
    };
  }, [path, periodMs]);

  useEffect(() => poller.current?.setActive(active), [active, path, periodMs]);
  return resource;
}
