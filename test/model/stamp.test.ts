import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/model/errors.js';
import { derivedStamp, isStamp, MAX_AHEAD, nextStamp, nodeName, notAhead, type Stamp, stampNode, stampTime } from '../../src/model/stamp.js';

const NOW = Date.UTC(2026, 10, 21, 9);
const MINE = 'mine00000000';
const OTHERS = 'zzzzzzzzzzzz';
const clock = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** A desk's clock over time: it runs, stands still, and is now and then set back or ahead. */
const readings = fc.array(fc.oneof({ weight: 5, arbitrary: fc.nat(50) }, { weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3_600_000, max: 3_600_000 }) }), { maxLength: 60 }).map((steps) => {
  let now = NOW;
  return steps.map((step) => (now += step));
});

describe('stamps: the entry’s id, and its place where times tie', () => {
  it('are 24 characters whose plain string order is the clock’s order', () => {
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        const [one, other] = [nextStamp(undefined, a, MINE), nextStamp(undefined, b, MINE)];
        expect(isStamp(one)).toBe(true);
        expect([stampTime(one), stampNode(one)]).toEqual([a, MINE]);
        if (a < b) expect(one < other).toBe(true);
      }),
    );
  });

  it('grow and never meet, however the clock runs: standing still, set back, set ahead', () => {
    fc.assert(
      fc.property(readings, (times) => {
        let last: Stamp | undefined;
        for (const now of times) {
          const next = nextStamp(last, now, MINE);
          expect(isStamp(next)).toBe(true);
          if (last !== undefined) expect(next > last).toBe(true);
          expect(stampTime(next)).toBeGreaterThanOrEqual(now);
          last = next;
        }
      }),
    );
  });

  it('stay apart in a burst of 50,000 within one millisecond, which the count alone cannot hold', () => {
    let last: Stamp | undefined;
    for (let n = 0; n < 50_000; n++) {
      const next = nextStamp(last, NOW, MINE);
      if (last !== undefined && !(next > last)) throw new Error(`${next} after ${last}`);
      last = next;
    }
    expect(isStamp(last)).toBe(true);
    expect(stampTime(last ?? '')).toBe(NOW + 1);
  });

  it('come after what was heard from a desk whose clock is ahead, whatever the names of the nodes', () => {
    fc.assert(
      fc.property(clock, fc.integer({ min: -MAX_AHEAD, max: MAX_AHEAD }), (now, skew) => {
        const heard = nextStamp(undefined, Math.max(0, now + skew), OTHERS);
        expect(nextStamp(heard, now, MINE) > heard).toBe(true);
      }),
    );
  });

  it('of two nodes in the same millisecond are two', () => {
    expect(nextStamp(undefined, NOW, MINE)).not.toBe(nextStamp(undefined, NOW, OTHERS));
  });

  it('keep their shape before 1970, between two milliseconds, and in the year 275760', () => {
    for (const now of [-5, NOW + 0.7, 8_640_000_000_000_000, Infinity]) {
      expect(isStamp(nextStamp(undefined, now, MINE))).toBe(true);
      expect(isStamp(derivedStamp(now, new Uint8Array(16)))).toBe(true);
    }
  });

  it('are told from other texts', () => {
    for (const text of ['', 'A'.repeat(24), 'a'.repeat(23), 'a'.repeat(25), `${'a'.repeat(24)}\n`, 7, null, undefined, {}]) expect(isStamp(text)).toBe(false);
  });
});

describe('nodes are minted from random bytes', () => {
  it('twelve characters, another for other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 16 }), (random) => {
        expect(nodeName(random)).toMatch(/^[0-9a-z]{12}$/);
      }),
    );
    expect(nodeName(new Uint8Array(8))).not.toBe(nodeName(new Uint8Array(8).fill(1)));
  });
});

describe('importing twice is importing once', () => {
  const digest = fc.uint8Array({ minLength: 10, maxLength: 32 });

  it('the same source gives the same stamp, at its own time', () => {
    fc.assert(
      fc.property(clock, digest, (at, bytes) => {
        const stamp = derivedStamp(at, bytes);
        expect(derivedStamp(at, Uint8Array.from(bytes))).toBe(stamp);
        expect([isStamp(stamp), stampTime(stamp)]).toEqual([true, at]);
      }),
    );
  });

  it('another source gives another', () => {
    fc.assert(
      fc.property(clock, fc.uint8Array({ minLength: 9, maxLength: 9 }), fc.nat(8), fc.integer({ min: 1, max: 255 }), (at, one, place, change) => {
        const other = one.map((byte, n) => (n === place ? byte ^ change : byte));
        expect(derivedStamp(at, one)).not.toBe(derivedStamp(at, other));
      }),
    );
  });
});

describe('every border refuses a stamp over five minutes ahead', () => {
  const ahead = (ms: number): Stamp => nextStamp(undefined, NOW + ms, OTHERS);
  const refusal = (stamp: Stamp, now = NOW): unknown => {
    try {
      notAhead(stamp, now);
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it('and lets in what is behind, and exactly five minutes ahead', () => {
    expect(MAX_AHEAD).toBe(300_000);
    for (const ms of [-NOW, -MAX_AHEAD, 0, MAX_AHEAD]) expect(refusal(ahead(ms))).toBeUndefined();
  });

  it('but nothing later, and says what to do', () => {
    expect(isRefusal(refusal(ahead(MAX_AHEAD + 1)), 'stamp-ahead')).toBe(true);
    expect(String(refusal(ahead(10 * 60_000)))).toContain('10 minutes ahead');
  });

  it('by any clock, asked in any order, also one that tells parts of a millisecond', () => {
    const near = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1e12, max: 1e12 }));
    fc.assert(fc.property(clock, near, fc.constantFrom(0, 0.25, 0.75), fc.constantFrom(MINE, OTHERS), (now, more, part, node) => {
      const stamp = nextStamp(undefined, Math.max(0, now + MAX_AHEAD + more), node);
      expect(refusal(stamp, now + part) !== undefined).toBe(stampTime(stamp) > now + part + MAX_AHEAD);
    }));
  });
});
