/** Whole journals for the property tests: every kind, several people, contacts and clocks, answers that hit and miss. */
import fc from 'fast-check';
import type { AnyEntry, Author, Kind } from '../../src/model/entry.js';
import type { Stamp } from '../../src/model/stamp.js';
import { ANA, BEN, MENU, OTHER_VISITOR, SAM, SOMEBODY, START, VISITOR } from './scene.js';

/** A counterexample of hundreds of entries could shrink for minutes. */
fc.configureGlobal({ interruptAfterTimeLimit: 20_000 });

export const AUTHORS: readonly Author[] = [ANA, VISITOR, BEN, SOMEBODY, MENU, OTHER_VISITOR, SAM];
export const IDS = ['cus_1', 'prov_9', 'prov_7'] as const;

/** The customer and the linked ids that the generated journals are about. */
export const WHOSE = { customer: 'cus_1', group: IDS };

/** How often each kind comes up. `unknown` is a kind of a later version, `stub` what stays of something struck. */
export type Weights = Partial<Record<Kind | 'unknown' | 'stub', number>>;

export const EVERYTHING: Weights = {
  told: 8, used: 2, asked: 2, checked: 3, issue: 4, resolved: 4, step: 4, contact: 3, felt: 1, flag: 2, lowered: 2, held: 2, released: 1,
  handoff: 2, linked: 2, unlinked: 2, withdrawn: 2, undone: 4, revealed: 1, overridden: 1, struck: 1, unknown: 1, stub: 1,
};

/** What a day mostly brings: nothing is taken back, and nothing but an issue is answered. */
export const PLAIN: Weights = { told: 8, used: 2, asked: 2, checked: 3, issue: 1, step: 4, contact: 3, felt: 1, flag: 1, held: 1, handoff: 2, revealed: 1, overridden: 1, unknown: 1 };

export interface Journal {
  max: number;
  min?: number;
  weights?: Weights;
  /** entries come in the order of their times, as on one desk */
  orderly?: boolean;
  /** so many contacts, facts and values: few make collisions, many make caps */
  spread?: number;
}

/** What fast-check draws for one entry: small numbers, so that a counterexample shrinks to a short journal. */
const draw = fc.record({ kind: fc.nat(999), who: fc.nat(20), where: fc.nat(999), when: fc.nat(40), skew: fc.integer({ min: -20, max: 20 }), node: fc.nat(2), ref: fc.nat(9999), what: fc.nat(999), how: fc.nat(99) });
type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never;

/** A stamp that no generated journal holds. */
export const FOREIGN: Stamp = 'foreign00000000000000000';

export const stampOf = (at: number, count: number, node: number): Stamp => at.toString(36).padStart(9, '0') + count.toString(36).padStart(3, '0') + `node0000000${node}`;

const VALUES: Record<string, string[]> = {
  account: ['4821-77', '482177', '9001-13', '4821 78'],
  'Phone Number': ['+44 20 7946 0018', '+442079460018', '020 7946 0018'],
  email: ['ruth@example.com', 'Ruth@Example.com', 'r.okafor@example.org'],
  'given-name': ['Ruth', 'RUTH', 'Ruthie'],
  'postal-code': ['LS1 4AP', 'BD1 1AA', `${'long '.repeat(80)}end`],
};
const FACTS = Object.keys(VALUES);

interface Slot {
  draw: Draw;
  kind: string;
  stamp: Stamp;
  at: number;
}

const at = <T>(list: readonly T[], index: number): T | undefined => (list.length === 0 ? undefined : list[index % list.length]);

/** Whom an entry answers: mostly something of the right kind, now and then anything, or nothing that there is. */
function targets(slots: Slot[], { ref, how }: Draw, ...kinds: string[]): Stamp[] {
  const fitting = kinds.length === 0 ? slots : slots.filter(({ kind }) => kinds.includes(kind));
  const one = (n: number): Stamp => (n % 11 === 10 ? FOREIGN : (at(n % 7 === 6 ? slots : fitting, n)?.stamp ?? FOREIGN));
  return how % 5 === 4 ? [one(ref), one(ref + 1)] : [one(ref)];
}

const REASONS = ['wish', 'complaint', 'bereavement', 'vulnerability', 'fraud', 'life-event', 'other'] as const;
const HOUR = 3_600_000;

/** The fields of one kind. */
function body(slots: Slot[], { draw: one, kind, stamp, at: when }: Slot, spread: number): Record<string, unknown> {
  const { what, how, ref } = one;
  const fact = what % 4 === 3 && spread > 9 ? `fact-${ref % (spread * 4)}` : (at(FACTS, what) ?? 'account');
  const value = at(VALUES[fact] ?? [], how) ?? `value ${how % 9}`;
  const issue = at(slots.filter((slot) => slot.kind === 'issue'), ref)?.stamp ?? FOREIGN;
  switch (kind) {
    case 'told': {
      const its = what % 7 >= 5 ? { class: 'issue', ...(how % 3 === 0 ? {} : { issue }) } : {};
      return { fact, value, ...its, ...(how % 6 === 5 ? { confirms: true } : {}), ...(how % 12 === 11 ? { answers: targets(slots, one, 'told') } : {}) };
    }
    case 'used':
    case 'asked':
    case 'revealed':
      return { fact };
    case 'checked':
      return { method: 'otp-sms', level: at(['verified', 'matched', 'strong', 'none'], how), goodFor: ['*'], until: when + ((how % 3) - 1) * HOUR };
    case 'issue':
      return { words: `I need ${what}.`, ...(how % 3 === 0 ? { topic: at(['bereavement', 'billing', 'complaint'], how) } : {}), ...(how % 5 === 0 ? { product: 'broadband' } : {}) };
    case 'resolved':
      return { answers: targets(slots, one, 'issue') };
    case 'step':
      return { step: at(['note', 'tried', 'found', 'promised', 'offered'], how), words: `did ${what}`, ...(how % 2 === 0 ? { issue } : {}), ...(how % 7 === 6 ? { due: when + HOUR } : {}), ...(how % 13 === 12 ? { answers: targets(slots, one, 'step') } : {}) };
    case 'contact':
      return { phase: at(['began', 'waited', 'ended'], how), ...(how % 2 === 0 ? { seconds: how } : {}) };
    case 'felt':
      return { felt: 'relieved' };
    case 'flag':
      return { flag: at(['do-not-pitch', 'bereavement', 'support-need', 'life-event'], what), reason: at(REASONS, how), ...(how % 4 === 3 ? { scope: { channels: ['phone'] } } : {}), ...(how % 5 === 4 ? { until: when + HOUR } : {}) };
    case 'held':
      return { cause: `cause-${what % 5}`, digests: ['d1'], from: '2026-11-21', until: how % 3 === 2 ? '2026-11-30' : null, review: '2026-11-28', scope: {} };
    case 'handoff':
      return { offer: `offer-${what % 7}`, state: at(['offered', 'opened', 'accepted', 'declined', 'expired'], how), to: 'billing' };
    case 'linked':
      return { with: at(IDS, what), because: 'same voice' };
    case 'unlinked':
      return { with: at(IDS, what), answers: targets(slots, one, 'linked') };
    case 'released':
      return { cause: `cause-${what % 5}`, answers: targets(slots, one, 'held') };
    case 'lowered':
      return { answers: targets(slots, one, 'flag') };
    case 'withdrawn':
      return how % 9 === 8 ? { answers: [], forget: true } : { answers: targets(slots, one, 'told', 'issue') };
    case 'undone':
      return { answers: targets(slots, one, ...(how % 2 === 0 ? ['resolved', 'lowered', 'linked', 'unlinked', 'undone', 'checked'] : [])) };
    case 'struck':
      return { answers: targets(slots, one) };
    case 'stub':
      return { answers: [], was: 'told' };
    case 'overridden':
      return { because: 'they asked for the call' };
    default:
      return { later: { stamp, deep: [what] }, ...(how % 4 === 3 ? { answers: [issue] } : {}) };
  }
}

/** Only they may record these; for the rest, the author is drawn. */
const authorOf = ({ who, how }: Draw, kind: string): Author => (how % 4 !== 3 && ['checked', 'resolved', 'linked', 'unlinked', 'lowered', 'undone', 'flag', 'held', 'released'].includes(kind) ? ANA : (at(AUTHORS, who) ?? ANA));

function assemble(draws: Draw[], table: readonly string[], { orderly = false, spread = 6 }: Journal): AnyEntry[] {
  let now = START;
  const slots = draws.map((one, index): Slot => {
    now += one.when % 3 === 0 ? 0 : one.when * 1000;
    const when = orderly ? now : START + one.when * 60_000;
    return { draw: one, kind: at(table, one.kind) ?? 'told', at: when, stamp: stampOf(orderly ? now : when + one.skew * 60_000, index, one.node) };
  });
  return slots.map((slot) => {
    const { kind, stamp, at: when, draw: one } = slot;
    const contact = one.where % 8 === 7 ? undefined : one.where % spread;
    const chain = contact === undefined || contact % 5 === 4 ? undefined : `chain-${Math.floor(contact / 2)}`;
    return {
      stamp,
      kind: kind === 'stub' ? 'struck' : kind === 'unknown' ? 'dreamt' : kind,
      customer: at(IDS, one.who) ?? 'cus_1',
      at: when,
      by: authorOf(one, kind),
      ...(one.skew % 3 === 0 ? {} : { channel: 'phone' }),
      ...(contact === undefined ? {} : { contact: `contact-${contact}` }),
      ...(chain === undefined ? {} : { chain }),
      ...body(slots, slot, spread),
    };
  });
}

/** A journal, in the order in which it was written. */
export const journal = (options: Journal): fc.Arbitrary<AnyEntry[]> => {
  const table = Object.entries(options.weights ?? EVERYTHING).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind));
  return fc.array(draw, { minLength: options.min ?? 0, maxLength: options.max, size: 'max' }).map((draws) => assemble(draws, table, options));
};

/** A journal and the same entries in another order, or some of them, or some of them twice. */
export const shuffled = (entries: readonly AnyEntry[]): fc.Arbitrary<AnyEntry[]> => fc.shuffledSubarray([...entries], { minLength: entries.length, maxLength: entries.length });

/** Parts of a journal, in the order in which they arrive. */
export const parts = (entries: readonly AnyEntry[]): fc.Arbitrary<AnyEntry[][]> =>
  fc.array(fc.nat(Math.max(0, entries.length)), { maxLength: 8 }).map((cuts) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), entries.length];
    return edges.slice(1).map((end, index) => entries.slice(edges[index], end));
  });

