/** How old the figures are, in words. */

import type { Status } from '../api/types';

export type BadgeState = 'live' | 'catching_up' | 'stale' | 'none' | 'away' | 'unavailable' | 'loading';

export interface Badge {
  state: BadgeState;
  text: string;
  /** The rest, for who points at the badge. */
  title: string;
}

/** Why nothing is answered: nobody is there, or the server says that it can't read the figures. */
export interface Outage {
  kind: 'away' | 'unavailable';
  since: number;
  detail: string;
}

export interface FreshnessInput {
  status: Status | null;
  /** When `status` came, in milliseconds since 1970 by this machine's clock. */
  receivedAt: number | null;
  outage: Outage | null;
  now: number;
}

/** How instants and ages are written: the caller's locale decides. */
export interface Wording {
  time: (milliseconds: number, relativeTo: number) => string;
  age: (seconds: number) => string;
}

export function describeFreshness({ status, receivedAt, outage, now }: FreshnessInput, wording: Wording): Badge {
  if (outage !== null) {
    const since = wording.time(outage.since, now);
    const shown = receivedAt === null ? 'no figures yet' : `showing figures of ${wording.time(receivedAt, now)}`;
    const what = outage.kind === 'away' ? 'Server away' : 'Figures unavailable';
    return { state: outage.kind, text: `${what} since ${since}, ${shown}`, title: outage.detail };
  }
  if (status === null || receivedAt === null) {
    return { state: 'loading', text: 'Connecting …', title: 'Waiting for the first answer' };
  }
  const { state, clock, written_at: writtenAt, age_seconds: age } = status.freshness;
  const complete =
    clock === null ? 'Nothing is complete yet' : `Complete up to ${wording.time(Date.parse(clock), now)}`;
  const written = writtenAt === null ? '' : `, written ${wording.time(Date.parse(writtenAt), now)}`;
  const title = complete + written;
  switch (state) {
    case 'live':
      return {
        state,
        text: age === null ? 'Live' : `Live · ${wording.age(Math.max(0, age) + (now - receivedAt) / 1_000)} old`,
        title,
      };
    case 'catching_up':
      return {
        state,
        text: clock === null ? 'Catching up' : `Catching up: complete up to ${wording.time(Date.parse(clock), now)}`,
        title,
      };
    case 'stale':
      return {
        state,
        text:
          writtenAt === null
            ? 'Stale: nothing new is written'
            : `Stale: nothing new since ${wording.time(Date.parse(writtenAt), now)}`,
        title,
      };
    case 'none':
      return { state, text: 'No figures yet', title: 'No job has written figures: ./dealpulse run deal-metrics' };
  }
}
