import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, type Context } from '../../src/model/context.js';
import type { AnyEntry, Author, Checked, Draft, Told } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import { factName, sameValue } from '../../src/model/identifier.js';
import { journal, stampOf, WHOSE } from './generate.js';
import { ANA, BEN, minute, OTHER_VISITOR, SAM, Scene, SOMEBODY, START, VISITOR } from './scene.js';

const PUBLIC_AND_SALES: readonly Author[] = [VISITOR, SOMEBODY, OTHER_VISITOR, SAM];
const CHAIN = { contact: 'call-1', chain: 'chain-1', channel: 'phone' };
const check = (level: Checked['level'], until = minute(60)): Draft => ({ kind: 'checked', method: 'otp-sms', level, goodFor: ['*'], until, ...CHAIN });
const account = (value = '4821-77'): Draft => ({ kind: 'told', fact: 'account', value, ...CHAIN });

/** What matters to the next person, without the line that any entry leaves in the list of interactions. */
const standing = ({ facts, issues, flags, receipts, links, held }: Context): string => JSON.stringify({ facts, issues, flags, receipts, links, held });

describe('trust: the public and sales may not answer what others said', () => {
  const kinds = ['resolved', 'lowered', 'released', 'unlinked', 'undone', 'struck', 'withdrawn'] as const;

  it('whatever they send against entries of others, nothing changes', () => {
    fc.assert(
      fc.property(journal({ max: 40 }), fc.constantFrom(...PUBLIC_AND_SALES), fc.constantFrom(...kinds), fc.nat(40), (entries, by, kind, when) => {
        const answers = entries.filter((entry) => by.id === undefined || entry.by.id !== by.id).map(({ stamp }) => stamp);
        const attack = { kind, answers, with: 'prov_9', cause: 'cause-1', stamp: stampOf(START, 999, 9), customer: 'cus_1', at: START + when * 60_000, by } as AnyEntry;
        expect(standing(fold([...entries, attack], WHOSE).context)).toBe(standing(fold(entries, WHOSE).context));
      }),
      { numRuns: 400 },
    );
  });

  it.each(PUBLIC_AND_SALES)('%j raises no level, no flag, no hold, no link', (by) => {
    const scene = new Scene();
    scene.add({ kind: 'held', cause: 'q', digests: ['d'], from: '2026-11-21', until: null, review: '2026-11-28', scope: {} });
    const before = standing(scene.context);
    scene.add(check('strong'), { by });
    scene.add({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }, { by });
    scene.add({ kind: 'held', cause: 'q', digests: [], from: '2026-11-21', until: '2026-11-21', review: '2026-11-28', scope: {} }, { by });
    scene.add({ kind: 'linked', with: 'prov_9', because: 'it is me' }, { by });
    expect(standing(scene.context)).toBe(before);
  });

  it('the public hands nothing off and takes nothing', () => {
    const scene = new Scene();
    scene.add({ kind: 'handoff', offer: 'offer-1', state: 'offered', to: 'billing' });
    const { handoffs, recent } = scene.context;
    scene.add({ kind: 'handoff', offer: 'offer-1', state: 'accepted' }, { by: VISITOR });
    scene.add({ kind: 'handoff', offer: 'offer-2', state: 'offered' }, { by: VISITOR });
    expect(scene.context).toMatchObject({ handoffs, recent });
  });

  it('a resolution of theirs shows nowhere as one', () => {
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'My line is dead.' });
    scene.add({ kind: 'resolved', answers: [issue], contact: 'form-1' }, { by: VISITOR });
    expect(scene.context.recent.some(({ resolved }) => resolved)).toBe(false);
  });
});

describe('trust: everybody takes back their own, and no more', () => {
  const written = (by: Author): { scene: Scene; mine: string; theirs: string } => {
    const scene = new Scene();
    const mine = scene.add({ kind: 'issue', words: 'Mine' }, { by });
    const theirs = scene.add({ kind: 'issue', words: 'Theirs' }, { by: BEN });
    return { scene, mine, theirs };
  };

  it('the customer withdraws what they said themselves', () => {
    const { scene, mine, theirs } = written(VISITOR);
    scene.add({ kind: 'withdrawn', answers: [mine, theirs] }, { by: VISITOR });
    expect(scene.openIssues).toEqual(['Theirs']);
  });

  it('but not what another device said, nor a public that has no name', () => {
    const { scene, mine } = written(VISITOR);
    scene.add({ kind: 'withdrawn', answers: [mine] }, { by: OTHER_VISITOR });
    scene.add({ kind: 'withdrawn', answers: [mine] }, { by: ANA });
    expect(scene.openIssues).toEqual(['Mine', 'Theirs']);
    const nameless = written(SOMEBODY);
    nameless.scene.add({ kind: 'withdrawn', answers: [nameless.mine] }, { by: SOMEBODY });
    expect(nameless.scene.openIssues).toEqual(['Mine', 'Theirs']);
  });

  it('and corrects their own; support corrects and undoes anybody’s', () => {
    const scene = new Scene();
    const told = scene.add(account('4821-78'), { by: VISITOR });
    scene.add({ ...account('4821-70'), answers: [told] } as Draft, { by: OTHER_VISITOR });
    expect(scene.values('account')).toEqual(['4821-70', '4821-78']);
    scene.add({ ...account('4821-77'), answers: [told] } as Draft, { by: VISITOR });
    expect(scene.values('account')).toEqual(['4821-77', '4821-70']);
    const { scene: other, mine } = written(VISITOR);
    other.add({ kind: 'undone', answers: [mine] }, { by: BEN });
    expect(other.openIssues).toEqual(['Theirs']);
  });

  it('the customer withdraws, but resolves nothing, not even their own', () => {
    const { scene, mine } = written(VISITOR);
    scene.add({ kind: 'resolved', answers: [mine] }, { by: VISITOR });
    expect(scene.openIssues).toEqual(['Mine', 'Theirs']);
  });

  it('asking to be forgotten is kept, with when, and nobody undoes it', () => {
    const scene = new Scene();
    scene.add({ kind: 'withdrawn', answers: [], forget: true }, { by: VISITOR, at: 5 });
    expect(scene.context.forget).toBe(minute(5));
    scene.add({ kind: 'undone', answers: scene.entries.map(({ stamp }) => stamp) }, { by: ANA });
    expect(scene.context.forget).toBe(minute(5));
  });
});

describe('invariant 5: a number that matched is never «verified»', () => {
  it.each<[Checked['level'], string]>([['none', 'claimed'], ['matched', 'claimed'], ['verified', 'confirmed'], ['strong', 'confirmed']])('a receipt of level %s leaves a fact %s', (level, expected) => {
    const before = new Scene();
    before.add(account());
    before.add(check(level));
    const after = new Scene();
    after.add(check(level));
    after.add(account());
    expect([before.standings('account'), after.standings('account')]).toEqual([[expected], [expected]]);
  });
});

describe('trust: a fact is confirmed only by support, in a chain in which identity was checked', () => {
  const confirmed = (...steps: [Draft, Author, number?][]): boolean => {
    const scene = new Scene();
    for (const [draft, by, at] of steps) scene.add(draft, { by, ...(at === undefined ? {} : { at }) });
    return scene.standings('account').includes('confirmed');
  };

  it('whatever the journal holds', () => {
    let seen = 0;
    fc.assert(
      fc.property(journal({ max: 60, weights: { told: 8, checked: 4, undone: 1, linked: 1, issue: 1 } }), (entries) => {
        const undone = new Set(entries.flatMap((entry) => (entry.kind === 'undone' && entry.by.audience === 'support' ? (entry as { answers: string[] }).answers : [])));
        const proven = new Set(entries.filter((entry): entry is Checked => entry.kind === 'checked' && entry.by.audience === 'support' && !undone.has(entry.stamp) && /verified|strong/.test((entry as Checked).level)).map(({ chain }) => chain));
        const tellings = entries.filter((entry): entry is Told => entry.kind === 'told' && entry.by.audience === 'support' && entry.chain !== undefined && proven.has(entry.chain));
        const { facts, issues } = fold(entries, WHOSE).context;
        for (const { fact, values } of [...facts, ...issues.flatMap((issue) => issue.facts)]) {
          for (const value of values.filter((one) => one.standing === 'confirmed')) {
            seen += 1;
            expect(tellings.some((told) => factName(told.fact) === fact && sameValue(fact, told.value.slice(0, CAPS.value), value.value))).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(seen).toBeGreaterThan(200);
  });

  it('not by the public in that chain, not in another chain, not without one, not after the receipt has expired', () => {
    expect(confirmed([check('verified'), ANA], [account(), VISITOR])).toBe(false);
    expect(confirmed([account(), ANA], [check('verified'), VISITOR])).toBe(false);
    expect(confirmed([check('verified'), ANA], [{ kind: 'told', fact: 'account', value: '4821-77', contact: 'call-2', chain: 'chain-2' }, ANA])).toBe(false);
    expect(confirmed([check('verified'), ANA], [{ kind: 'told', fact: 'account', value: '4821-77' }, ANA])).toBe(false);
    expect(confirmed([check('verified', minute(10)), ANA], [account(), ANA, 11])).toBe(false);
    expect(confirmed([check('verified', minute(10)), ANA], [account(), ANA, 10])).toBe(true);
  });

  it('also where it waits for its issue, or belongs to one', () => {
    const scene = new Scene();
    scene.add(check('verified'));
    scene.add({ kind: 'told', fact: 'order', value: 'A-1', class: 'issue', ...CHAIN });
    scene.add({ kind: 'issue', words: 'Where is it?', ...CHAIN });
    scene.add({ kind: 'told', fact: 'colour', value: 'red', class: 'issue', ...CHAIN });
    expect(scene.context.issues[0]?.facts.map(({ fact, values }) => [fact, values[0]?.standing])).toEqual([['colour', 'confirmed'], ['order', 'confirmed']]);
  });

  it('an undone check confirms nothing', () => {
    const scene = new Scene();
    const receipt = scene.add(check('verified'));
    scene.add(account());
    scene.add({ kind: 'undone', answers: [receipt] });
    expect(scene.standings('account')).toEqual(['claimed']);
  });

  it('claims neither remove nor push out a confirmed value', () => {
    const scene = new Scene();
    scene.add(check('strong'));
    scene.add(account());
    for (const confirms of [false, true]) {
      for (let n = 0; n < 20; n++) scene.add({ kind: 'told', fact: 'account', value: `6666-${n}`, confirms }, { by: VISITOR, at: 1440 });
      expect(scene.values('account')).toContain('4821-77');
      expect(scene.standings('account').filter((one) => one === 'confirmed')).toHaveLength(1);
    }
  });
});
