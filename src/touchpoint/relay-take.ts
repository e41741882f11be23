/** Writes down what the other machines of a company wrote, in the order in which it lies there. */
import type { Delivery } from '../carry/carrier.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal } from '../model/errors.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { readShared, type Told } from './relay-border.js';

/** Messages opened at once: with more, whoever reads a card meanwhile waits for it. */
const AT_ONCE = 100;
/** Customers written in one transaction: with more, whoever reads a card meanwhile waits for it. */
const TOGETHER = 20;

/** Takes in a batch. `mark`: where its cursor lies, written with the last of what stands before it. Throws what the disk throws. */
export async function takeIn(desk: Desk<Audience>, deliveries: readonly Delivery[], keys: Parameters<typeof readShared>[1], mark: string): Promise<void> {
  const told: Told[] = [];
  for (let from = 0; from < deliveries.length; from += AT_ONCE) told.push(...(await Promise.all(deliveries.slice(from, from + AT_ONCE).map((one) => readShared(desk, keys, one, (error) => desk.refused(error))))));
  let journals = new Map<string, AnyEntry[]>();
  for (const one of told) {
    for (const [customer, entries] of one.journals) journals.set(customer, [...(journals.get(customer) ?? []), ...entries]);
    if (one.erased === undefined && one.stubs.size === 0) continue;
    // What came before it, before it: what comes after it may be of another life.
    await append(desk, journals);
    journals = new Map();
    await execute(desk, one);
  }
  const meta = new Map([[mark, deliveries.at(-1)?.cursor]]);
  const { eraser } = desk;
  // What is asked of the eraser is done, or comes again.
  const marked = await append(desk, journals, eraser === undefined ? meta : undefined);
  await eraser?.took(told);
  if (!marked) await (await desk.recorder()).writer.send(async () => [], meta);
}

/** The host's eraser has forgotten somebody, or struck something. */
async function execute(desk: Desk<Audience>, { erased, stubs }: Told): Promise<void> {
  const { Keeper } = await part(import('./keeper.js'));
  const keeper = new Keeper(await desk.recorder());
  if (erased !== undefined) await keeper.bury(erased);
  if (stubs.size > 0) await keeper.strikeHere(stubs);
}

/** Resolves with whether `meta` was written: with the last of what stands before it. */
async function append(desk: Desk<Audience>, journals: ReadonlyMap<string, AnyEntry[]>, meta?: ReadonlyMap<string, unknown>): Promise<boolean> {
  const { writer } = await desk.recorder();
  const { tied, alone } = apart(journals);
  let marked = false;
  let sent = 0;
  // Most of what comes only goes on with what is known: few transactions for many of these.
  const careful = new Map<string, AnyEntry[]>();
  for (let from = 0; from < alone.length; from += TOGETHER) {
    const some = new Map(alone.slice(from, from + TOGETHER));
    const isLast = meta !== undefined && from + TOGETHER >= alone.length && tied.size === 0 && careful.size === 0;
    const written = await writer.extendAll(some, { ...THEIRS, ...(isLast ? { meta } : {}) });
    sent += written.sent;
    marked = isLast && written.left.size === 0;
    for (const customer of written.left) careful.set(customer, some.get(customer) ?? []);
  }
  const steps = [...(tied.size > 0 ? [tied] : []), ...[...careful].map((one) => new Map([one]))];
  for (const [index, step] of steps.entries()) {
    const isLast = meta !== undefined && index === steps.length - 1;
    try {
      sent += (await writer.appendAll(step, { ...THEIRS, ...(isLast ? { meta } : {}) })).sent;
      marked = isLast;
    } catch (error) {
      if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
      sent += await oneByOne(desk, step);
    }
  }
  // What another desk wrote may hold a call, or let it be made: sales hears of it now, not when somebody looks.
  if (sent > 0) void desk.flush();
  return marked;
}

/** One of them is refused; what came beside it is not lost. A link is written into both journals, or into none. Resolves with how much is to be sent for it. */
async function oneByOne(desk: Desk<Audience>, journals: ReadonlyMap<string, AnyEntry[]>): Promise<number> {
  const { writer } = await desk.recorder();
  let sent = 0;
  for (const entry of new Set([...journals.values()].flat())) {
    const sides = [...journals].filter(([, entries]) => entries.includes(entry)).map(([customer]) => [customer, [entry]] as const);
    try {
      sent += (await writer.appendAll(new Map(sides), THEIRS)).sent;
    } catch (error) {
      if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
      // That somebody was forgotten here is no fault of who had not heard of it.
      if (error.code !== 'forgotten') desk.refused(error);
    }
  }
  return sent;
}

/** A link stands in both journals, or in none: these are written at once, whatever it takes. */
function apart(journals: ReadonlyMap<string, AnyEntry[]>): { tied: Map<string, AnyEntry[]>; alone: [string, AnyEntry[]][] } {
  const isTied = ([, entries]: [string, AnyEntry[]]): boolean => entries.some(({ kind }) => kind === 'linked' || kind === 'unlinked');
  return { tied: new Map([...journals].filter(isTied)), alone: [...journals].filter((one) => !isTied(one)) };
}

const THEIRS = { foreign: true, shared: true, durability: 'relaxed' } as const;

/** Refusals that are an entry's own fault. */
const ITS_OWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['stamp-reused', 'forgotten', 'bad-entry', 'too-large']);
