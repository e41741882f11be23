/** Writes what came from other machines into the journals that it stands in. */
import type { AnyEntry } from '../model/entry.js';
import { type ErrorCode, isRefusal, type SayOnceError } from '../model/errors.js';
import type { ContextRecord } from '../store/database.js';
import { joins } from '../store/plan.js';
import type { WriteOptions } from '../store/seal.js';
import type { Writer } from '../store/write.js';

/** Customers written in one transaction: with more, whoever reads a card meanwhile waits for it. */
export const TOGETHER = 20;
/** … and of whom the journals must be read for it. */
const FEW = 5;

/** Who hears of it. */
export interface Writing {
  refused(error: SayOnceError): void;
  /** something waits to be sent to others */
  sent(): void;
  /** see `WriteOptions` */
  quietly?: (contexts: ReadonlyMap<string, ContextRecord>) => void;
}

/** Writes them with few transactions. Resolves with whether `meta` was written: with the last of it. Throws what the disk throws. */
export async function append(taking: Writing, journals: ReadonlyMap<string, AnyEntry[]>, writer: Writer, meta?: WriteOptions['meta']): Promise<boolean> {
  const isTied = ([, entries]: [string, AnyEntry[]]): boolean => entries.some(joins);
  // A link stands in both journals, or in none: these are written at once, whatever it takes.
  const tied = [...journals].filter(isTied);
  const steps = inGroups([...journals].filter((one) => !isTied(one)), TOGETHER);
  const last = tied.length === 0 ? steps.pop() : undefined;
  // Most of what comes only goes on with what is known: few transactions for many of these.
  const careful: [string, AnyEntry[]][] = [];
  const extend = async (step: readonly [string, AnyEntry[]][], more?: WriteOptions['meta']): Promise<boolean> => {
    const group = new Map(step);
    const { sent, left } = await writer.extendAll(group, { ...howOf(taking), ...(more === undefined ? {} : { meta: more }) });
    if (sent > 0) taking.sent();
    for (const customer of left) careful.push([customer, group.get(customer) ?? []]);
    return more !== undefined && left.size === 0;
  };
  for (const step of steps) await extend(step);
  let marked = last !== undefined && (await extend(last, careful.length === 0 ? meta : undefined));
  const more = [...(tied.length > 0 ? [tied] : []), ...inGroups(careful, FEW)];
  for (const [index, step] of more.entries()) marked = await carefully(taking, new Map(step), writer, index === more.length - 1 ? meta : undefined);
  return marked;
}

const howOf = ({ quietly }: Writing): WriteOptions => ({ ...THEIRS, ...(quietly === undefined ? {} : { quietly }) });

/** Resolves with whether `meta` was written. */
async function carefully(taking: Writing, journals: ReadonlyMap<string, AnyEntry[]>, writer: Writer, meta?: WriteOptions['meta']): Promise<boolean> {
  try {
    if ((await writer.appendAll(journals, { ...howOf(taking), ...(meta === undefined ? {} : { meta }) })).sent > 0) taking.sent();
    return meta !== undefined;
  } catch (error) {
    if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
    await oneByOne(taking, journals, writer);
    return false;
  }
}

/** One of them is refused; what came beside it is not lost. A link is written into both journals, or into none. */
async function oneByOne(taking: Writing, journals: ReadonlyMap<string, AnyEntry[]>, writer: Writer): Promise<void> {
  for (const entry of new Set([...journals.values()].flat())) {
    const sides = [...journals].filter(([, entries]) => entries.includes(entry)).map(([customer]) => [customer, [entry]] as const);
    try {
      if ((await writer.appendAll(new Map(sides), howOf(taking))).sent > 0) taking.sent();
    } catch (error) {
      if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
      // That somebody was forgotten here is no fault of who had not heard of it.
      if (error.code !== 'forgotten') taking.refused(error);
    }
  }
}

export function inGroups<T>(list: readonly T[], most: number): T[][] {
  const groups: T[][] = [];
  for (let from = 0; from < list.length; from += most) groups.push(list.slice(from, from + most));
  return groups;
}

const THEIRS = { foreign: true, shared: true, durability: 'relaxed' } as const;

/** Refusals that are an entry's own fault. */
const ITS_OWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['stamp-reused', 'forgotten', 'bad-entry', 'too-large']);
