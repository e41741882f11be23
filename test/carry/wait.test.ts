import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Feed } from '../../src/carry/nats-feed.js';
import { Line } from '../../src/carry/nats-line.js';
import { nudge, wait } from '../../src/carry/nats-wait.js';

describe('who waits for a relay that was tried often', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Says, so many ms later, whether it is to be tried again. */
  function waiting(): (ms: number) => Promise<boolean> {
    let isOver = false;
    void wait(50).then(() => (isOver = true));
    return async (ms) => {
      await vi.advanceTimersByTimeAsync(ms);
      return isOver;
    };
  }

  function unseen(): void {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    onTestFinished(() => void Reflect.deleteProperty(document, 'visibilityState'));
  }

  const online = (): unknown => window.dispatchEvent(new Event('online'));
  const visible = (): unknown => document.dispatchEvent(new Event('visibilitychange'));

  it.each([['something was written', nudge], ['the network is there again', online], ['somebody looks again', visible], ['somebody comes back to the page', () => window.dispatchEvent(new Event('pageshow'))]])('tries when %s', async (_what, happens) => {
    const after = waiting();
    expect(await after(2_000)).toBe(false);
    happens();
    expect(await after(1_000)).toBe(true);
  });

  it('tries by itself, too', async () => {
    expect(await waiting()(5_000)).toBe(true);
  });

  it('is patient where nobody looks at the page, but for what is written there', async () => {
    unseen();
    const after = waiting();
    online();
    visible();
    expect(await after(14_000)).toBe(false);
    nudge();
    expect(await after(1_000)).toBe(true);
  });

  it('not let in, asks nobody more often for what is written meanwhile: somebody must sign in first', async () => {
    let isOver = false;
    void wait(50, undefined, true).then(() => (isOver = true));
    nudge();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(isOver).toBe(false);
    visible();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isOver).toBe(true);
  });

  it('does not try without a pause, however much is written', async () => {
    let tries = 0;
    const off = new AbortController();
    const trying = (async () => {
      for (; !off.signal.aborted; tries++) await wait(50, off.signal);
    })();
    for (let count = 0; count < 100; count++) {
      nudge();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThanOrEqual(20);
    off.abort();
    await trying;
  });

  it('leaves a host that fails to mint in peace, however much is written: each time for longer', async () => {
    let asked = 0;
    const line = new Line({ servers: 'ws://127.0.0.1:1', inboxPrefix: '_INBOX.x', credentials: () => (asked++, Promise.reject(new TypeError('Failed to fetch'))) });
    // The client is fetched before the clock stands still.
    vi.useRealTimers();
    await expect(line.get()).rejects.toMatchObject({ code: 'unreachable' });
    vi.useFakeTimers();
    asked = 0;
    const off = new AbortController();
    const feed = new Feed(line, 'support', { stream: 'S', subject: 's' }, undefined, () => Promise.resolve(), off.signal).run();
    for (let seconds = 0; seconds < 120; seconds++) {
      nudge();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(asked).toBeGreaterThan(8);
    expect(asked).toBeLessThanOrEqual(16);
    off.abort();
    await feed;
  });
});
