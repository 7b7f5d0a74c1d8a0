import { describe, expect, test } from 'vitest';
import type { FreshnessState, Status } from '../src/api/types';
import { describeFreshness } from '../src/lib/freshness';

const NOW = Date.parse('2026-11-26T12:03:14Z');
const wording = {
  time: (instant: number) => new Date(instant).toISOString().slice(11, 19),
  age: (seconds: number) => `${Math.floor(seconds)} s`,
};

function status(state: FreshnessState, age: number | null): Status {
  const instant = age === null ? null : new Date(NOW - age * 1_000).toISOString();
  return {
    server_time: new Date(NOW).toISOString(),
    base_currency: 'EUR',
    zone: 'UTC',
    as_of: '2026-11-26',
    windows: [7, 30, 90],
    freshness: { state, clock: instant, written_at: instant, age_seconds: age },
    links: { flink: null, openapi: '/openapi.yaml' },
  };
}

function badge(of: Status | null, receivedAt: number | null = NOW) {
  return describeFreshness({ status: of, receivedAt, outage: null, now: NOW }, wording);
}

test('before the first answer', () => {
  expect(badge(null, null)).toMatchObject({ state: 'loading', text: 'Connecting …' });
});

describe('while the server answers', () => {
  test('live figures have an age, which goes on between answers', () => {
    expect(badge(status('live', 1.2)).text).toBe('Live · 1 s old');
    expect(badge(status('live', 1.2), NOW - 900).text).toBe('Live · 2 s old');
  });

  test('clocks that differ make no figure younger than new', () => {
    expect(badge(status('live', -3)).text).toBe('Live · 0 s old');
  });

  test('a job that has stopped writing is told with the time', () => {
    expect(badge(status('stale', 600))).toMatchObject({ state: 'stale', text: 'Stale: nothing new since 11:53:14' });
  });

  test('a job that catches up is told with how far it is', () => {
    expect(badge(status('catching_up', 60)).text).toBe('Catching up: complete up to 12:02:14');
    expect(badge(status('catching_up', null)).text).toBe('Catching up');
  });

  test('no figures yet', () => {
    expect(badge(status('none', null))).toMatchObject({ state: 'none', text: 'No figures yet' });
  });
});

describe('in an outage', () => {
  const since = NOW - 10_000;

  test.each([
    ['away', 'Server away since 12:03:04, showing figures of 12:03:03'],
    ['unavailable', 'Figures unavailable since 12:03:04, showing figures of 12:03:03'],
  ] as const)('%s', (kind, text) => {
    const outage = { kind, since, detail: 'why' };
    expect(
      describeFreshness({ status: status('live', 1), receivedAt: since - 1_000, outage, now: NOW }, wording),
    ).toEqual({ state: kind, text, title: 'why' });
  });

  test('without any figures there is nothing to show', () => {
    const outage = { kind: 'away', since, detail: 'why' } as const;
    expect(describeFreshness({ status: null, receivedAt: null, outage, now: NOW }, wording).text).toBe(
      'Server away since 12:03:04, no figures yet',
    );
  });
});
