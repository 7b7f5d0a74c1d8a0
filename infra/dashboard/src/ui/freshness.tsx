import { useEffect, useState } from 'preact/hooks';
import type { Status } from '../api/types';
import { describeFreshness, type Outage } from '../lib/freshness';
import type { Formats } from '../lib/format';

/** How old the figures are; counts on between the answers of the server. */
export function FreshnessBadge({
  status,
  receivedAt,
  outage,
  formats,
}: {
  status: Status | null;
  receivedAt: number | null;
  outage: Outage | null;
  formats: Formats;
}) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const badge = describeFreshness(
    { status, receivedAt, outage, now: Math.max(now, receivedAt ?? 0, outage?.since ?? 0) },
    { time: (instant, relativeTo) => formats.time(instant, relativeTo), age: (seconds) => formats.age(seconds) },
  );
  return (
    <div
      class={`freshness ${badge.state}`}
      data-testid="freshness"
      data-state={badge.state}
      data-clock={status?.freshness.clock ?? ''}
      title={badge.title}
    >
      <span class="dot" aria-hidden="true" />
      <span>{badge.text}</span>
      {/* Read out when the state changes, not with every second. */}
      <span class="visually-hidden" role="status">
        {badge.state === 'live' ? 'Figures are live' : badge.state.replace('_', ' ')}
      </span>
    </div>
  );
}
