import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backOffMs, LONGEST_WAIT_MS, Poller, TimeoutError, TIMEOUT_MS } from '../src/lib/poller';

interface Request {
  at: number;
  signal: AbortSignal;
  answer: (answer: string) => void;
  fail: (error: Error) => void;
}

/** A poller of a server that answers when told to. */
function pollerOf() {
  const requests: Request[] = [];
  const answers: string[] = [];
  const failures: unknown[] = [];
  const poller = new Poller<string>({
    ask: (signal) => new Promise<string>((answer, fail) => requests.push({ at: Date.now(), signal, answer, fail })),
    onAnswer: (answer) => answers.push(answer),
    onFailure: (error) => failures.push(error),
    random: () => 0.5,
    now: () => Date.now(),
  });
  const request = (index: number): Request => {
    const found = requests[index];
    if (found === undefined) {
      throw new Error(`there were ${requests.length} requests, not ${index + 1}`);
    }
    return found;
  };
  return { poller, requests, request, answers, failures };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('while the server answers', () => {
  test('it is asked once a second, counted from question to question', async () => {
    const { poller, requests, request, answers } = pollerOf();
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(300);
    request(0).answer('one');
    await vi.advanceTimersByTimeAsync(699);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests.map(({ at }) => at)).toEqual([0, 1_000]);
    request(1).answer('two');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
    expect(answers).toEqual(['one', 'two']);
    poller.stop();
  });

  test('a slow answer delays the next question: never two at once', async () => {
    const { poller, requests, request } = pollerOf();
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(5_000);
    poller.kick();
    poller.setActive(false);
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(requests).toHaveLength(1);
    request(0).answer('late');
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toHaveLength(2);
    poller.stop();
  });
});

describe('while the server fails', () => {
  test('the wait doubles up to ten seconds, then starts anew after an answer', async () => {
    const { poller, requests, request } = pollerOf();
    poller.setActive(true);
    const waits: number[] = [];
    for (let failure = 0; failure < 7; failure++) {
      await vi.advanceTimersToNextTimerAsync();
      request(failure).fail(new Error('away'));
      await vi.advanceTimersByTimeAsync(0);
      const before = Date.now();
      while (requests.length === failure + 1) {
        await vi.advanceTimersByTimeAsync(100);
      }
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([1_500, 3_000, 6_000, 7_500, 7_500, 7_500, 7_500]);
    request(7).answer('back');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(9);
    poller.stop();
  });

  test('no answer in time is a failure, and the request is aborted', async () => {
    const { poller, request, failures } = pollerOf();
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toBeInstanceOf(TimeoutError);
    expect(request(0).signal.aborted).toBe(true);
    poller.stop();
  });

  test('a kick asks at once', async () => {
    const { poller, requests, request } = pollerOf();
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(0);
    request(0).fail(new Error('no token'));
    await vi.advanceTimersByTimeAsync(10);
    poller.kick();
    await vi.advanceTimersByTimeAsync(0);
    expect(requests.map(({ at }) => at)).toEqual([0, 10]);
    poller.stop();
  });
});

describe('a poller that is paused', () => {
  test('asks nothing, and at once when it goes on', async () => {
    const { poller, requests, request } = pollerOf();
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(0);
    request(0).answer('one');
    await vi.advanceTimersByTimeAsync(0);
    poller.setActive(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
    poller.setActive(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(requests.map(({ at }) => at)).toEqual([0, 60_000]);
    poller.stop();
  });
});

test('a stopped poller drops the answer that is under way', async () => {
  const { poller, requests, request, answers } = pollerOf();
  poller.setActive(true);
  await vi.advanceTimersByTimeAsync(0);
  poller.stop();
  expect(request(0).signal.aborted).toBe(true);
  request(0).answer('too late');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).toEqual([]);
  expect(requests).toHaveLength(1);
});

test('the jitter stays within the upper half of the wait', () => {
  for (let failures = 1; failures < 50; failures++) {
    const least = backOffMs(failures, 0);
    const most = backOffMs(failures, 0.999_999);
    expect(least).toBeGreaterThanOrEqual(1_000);
    expect(most).toBeLessThanOrEqual(LONGEST_WAIT_MS);
    expect(most).toBeLessThanOrEqual(2 * least);
  }
});
