/**
 * The borders' gate: everything that comes from a host, a tab, a relay, a token or an older database is checked
 * here, once, and nowhere on the render path. Loaded with the first write or the first thing from outside.
 */
import * as z from 'zod/mini';
import { type AnyEntry, type Draft, type Entry, KINDS } from './entry.js';
import { SayOnceError } from './errors.js';
import { inert } from './inert.js';
import type { PolicyInput } from './policy.js';
import { ASK, type Quick, quickOf } from './quick.js';

/** UTF-16 units of one text. */
export const MAX_TEXT = 200_000;
/** UTF-16 units of one entry as JSON. */
export const MAX_ENTRY = 250_000;

const text = z.string().check(z.maxLength(MAX_TEXT));
const words = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT));
const id = z.string().check(z.minLength(1), z.maxLength(500));
const name = z.string().check(z.minLength(1), z.maxLength(200));
const stamp = z.string().check(z.regex(/^[0-9a-z]{24}$/));
const answers = z.array(stamp).check(z.minLength(1), z.maxLength(1000));
const time = z.int().check(z.nonnegative(), z.maximum(8_640_000_000_000_000));
const seconds = z.number().check(z.nonnegative(), z.maximum(31_536_000));
const day = z.iso.date();
const names = z.array(name).check(z.maxLength(50));
const opt = z.optional;

/** Where a hold applies: a list left out is everywhere, so an empty one, which would be nowhere, is none. */
const places = z.array(name).check(z.minLength(1), z.maxLength(50));
const scope = z.strictObject({ channels: opt(places), products: opt(places) });
const author = z.looseObject({ audience: z.enum(['support', 'sales', 'customer']), id: opt(id), label: opt(name) });
const reason = z.enum(['wish', 'complaint', 'bereavement', 'vulnerability', 'fraud', 'life-event', 'other']);
const level = z.enum(['none', 'matched', 'verified', 'strong']);

const said = { channel: opt(name), contact: opt(id), chain: opt(id) };
const kept = { ...said, at: time, stamp, customer: id, by: author, life: opt(z.int().check(z.nonnegative())) };

/** The fields of each kind, without what all have. */
const FIELDS = {
  told: { fact: name, value: text, class: opt(z.enum(['person', 'issue', 'once'])), e164: opt(z.string().check(z.regex(/^\+[0-9]{7,15}$/))), issue: opt(stamp), confirms: opt(z.boolean()), answers: opt(answers) },
  used: { fact: name, value: opt(text) },
  asked: { fact: name },
  checked: { method: name, level, goodFor: names, until: time },
  issue: { words, topic: opt(name), product: opt(name), summary: opt(text) },
  resolved: { answers, outcome: opt(text) },
  step: { step: z.enum(['tried', 'found', 'promised', 'offered', 'note']), words, issue: opt(stamp), due: opt(time), answers: opt(answers) },
  contact: { phase: z.enum(['began', 'waited', 'ended']), seconds: opt(seconds) },
  felt: { felt: words },
  flag: { flag: z.enum(['do-not-pitch', 'bereavement', 'support-need', 'life-event']), reason, words: opt(text), scope: opt(scope), from: opt(time), until: opt(time), review: opt(time) },
  lowered: { answers, because: opt(text) },
  held: { cause: id, digests: z.array(id).check(z.maxLength(200)), from: day, until: z.nullable(day), review: day, scope },
  released: { cause: id, answers },
  handoff: { offer: id, state: z.enum(['offered', 'opened', 'accepted', 'declined', 'expired']), to: opt(name), team: opt(name), audience: opt(z.literal('sales')), rep: opt(id), until: opt(time), note: opt(text), points: opt(names), claimed: opt(author), confirmed: opt(names), corrected: opt(z.array(z.strictObject({ point: name, right: words })).check(z.maxLength(50))), readBack: opt(text), because: opt(text) },
  linked: { with: id, because: words, matchedOn: opt(names), takes: opt(z.array(stamp).check(z.maxLength(1000))) },
  unlinked: { with: id, answers, because: opt(text) },
  withdrawn: { answers: z.array(stamp).check(z.maxLength(1000)), forget: opt(z.boolean()) },
  undone: { answers, because: opt(text) },
  revealed: { fact: name },
  overridden: { because: words },
  struck: { answers: z.array(stamp).check(z.maxLength(1000)), was: opt(name), because: opt(text) },
} as const;

const kindOf = <K extends keyof typeof FIELDS>(kind: K) => z.looseObject({ kind: z.literal(kind), ...kept, ...FIELDS[kind] });
const draftOf = <K extends keyof typeof FIELDS>(kind: K) => z.strictObject({ kind: z.literal(kind), ...said, at: opt(time), ...FIELDS[kind] });

/** All kinds this version knows, told apart by `kind`. What a newer version added to one is kept. */
export const entrySchema = z.discriminatedUnion('kind', [
  kindOf('told'), kindOf('used'), kindOf('asked'), kindOf('checked'), kindOf('issue'), kindOf('resolved'), kindOf('step'),
  kindOf('contact'), kindOf('felt'), kindOf('flag'), kindOf('lowered'), kindOf('held'), kindOf('released'), kindOf('handoff'),
  kindOf('linked'), kindOf('unlinked'), kindOf('withdrawn'), kindOf('undone'), kindOf('revealed'), kindOf('overridden'), kindOf('struck'),
]);

const draftSchema = z.discriminatedUnion('kind', [
  draftOf('told'), draftOf('used'), draftOf('asked'), draftOf('checked'), draftOf('issue'), draftOf('resolved'), draftOf('step'),
  draftOf('contact'), draftOf('felt'), draftOf('flag'), draftOf('lowered'), draftOf('held'), draftOf('released'), draftOf('handoff'),
  draftOf('linked'), draftOf('unlinked'), draftOf('withdrawn'), draftOf('undone'), draftOf('revealed'), draftOf('overridden'), draftOf('struck'),
]);

/** By kind, what reads one that is plainly right; made when the first of a kind comes. */
const quick = new Map<string, Quick>();

/** Whether it is right, and sure to be under the limit, however JSON writes it. */
function isPlainlyRight(kind: string, value: unknown): value is AnyEntry {
  let read = quick.get(kind);
  if (read === undefined) {
    const schema = entrySchema._zod.def.options.find((one) => one.shape.kind._zod.values.has(kind as never));
    quick.set(kind, (read = (schema && quickOf(schema)) ?? (() => ASK)));
  }
  return read(value) <= MAX_ENTRY;
}

const unknownSchema = z.looseObject({ kind: name, ...kept });

/**
 * The types in `entry.ts` are written by hand, to be read. These lines fail to compile when the two part: in a kind, a
 * field, what it holds, or whether it may be left out.
 */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Shape<T> = T extends readonly (infer One)[]
  ? Shape<One>[]
  : T extends object
    ? { [Key in keyof T as string extends Key ? never : Key]-?: [{} extends Pick<T, Key> ? 'may be left out' : 'must be there', Shape<Exclude<T[Key], undefined>>] }
    : T;
type Shapes<T extends { kind: string }> = { [Kind in T['kind']]: Shape<Extract<T, { kind: Kind }>> };
void (true satisfies Same<Shapes<Entry>, Shapes<z.infer<typeof entrySchema>>>);
void (true satisfies Same<Shapes<Draft>, Shapes<z.infer<typeof draftSchema>>>);

/** Which part is wrong, and what would be right. */
const why = (error: z.core.$ZodError): string => {
  const [issue] = error.issues;
  if (issue === undefined) return 'it has not the shape of one';
  const part = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.');
  const right = issue.code === 'unrecognized_keys' ? 'is not known' : issue.code === 'invalid_value' ? `must be ${issue.values.map(String).join(' or ')}` : issue.code === 'invalid_type' ? `must be ${issue.expected}` : issue.message;
  return part === '' ? right : `${part} ${right}`;
};

const tooLarge = (error: z.core.$ZodError): boolean => error.issues.some((issue) => issue.code === 'too_big' && issue.origin === 'string');

function refuse(what: string, code: 'bad-entry' | 'bad-policy', error: z.core.$ZodError): never {
  if (tooLarge(error)) throw new SayOnceError('too-large', `${what} holds a text over its limit: ${why(error)}.`);
  throw new SayOnceError(code, `${what} is not one: ${why(error)}.`);
}

const checkSize = (what: string, value: unknown): void => {
  const length = JSON.stringify(value)?.length ?? 0;
  if (length > MAX_ENTRY) throw new SayOnceError('too-large', `${what} is ${length} characters long as JSON; the limit is ${MAX_ENTRY}.`);
};

/** Without keys whose value is `undefined`: a host's `{ channel: maybe }` means «left out». */
const dense = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) : value;

/** Whatever trips over something hostile (a circle, a getter that throws, a depth without end), it is a refusal. */
function guarded<T>(what: string, code: 'bad-entry' | 'bad-policy', read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SayOnceError) throw error;
    throw new SayOnceError(code, `${what} cannot be read.`, { cause: error });
  }
}

/** What a host hands to `record()`. Throws `bad-entry`, `too-large`. */
export const parseDraft = (value: unknown): Draft =>
  guarded('What was given to record()', 'bad-entry', () => {
    const { kind } = value as { kind?: unknown };
    // From elsewhere an unknown kind is a newer version's; from the page itself it is a slip.
    if (typeof kind === 'string' && !KINDS.has(kind)) throw new SayOnceError('bad-entry', `record() knows no entry of the kind «${inert(kind, 60)}», only ${[...KINDS].join(', ')}.`);
    const result = z.safeParse(draftSchema, dense(value));
    if (!result.success) refuse('What was given to record()', 'bad-entry', result.error);
    checkSize('What was given to record()', result.data);
    return result.data as Draft;
  });

/**
 * An entry from outside; one of an unknown kind passes with what all entries have. What is plainly right comes back as it is, and not
 * as a copy. Throws `bad-entry`, `too-large`.
 */
export const parseEntry = (value: unknown): AnyEntry =>
  guarded('An entry from outside', 'bad-entry', () => {
    const kind = value !== null && typeof value === 'object' ? (value as { kind?: unknown }).kind : undefined;
    const known = typeof kind !== 'string' || KINDS.has(kind);
    if (typeof kind === 'string' && known && isPlainlyRight(kind, value)) return value;
    const result = !known ? z.safeParse(unknownSchema, value) : z.safeParse(entrySchema, value);
    if (!result.success) refuse('An entry from outside', 'bad-entry', result.error);
    checkSize('An entry from outside', result.data);
    return result.data as AnyEntry;
  });

const days = z.number().check(z.nonnegative(), z.maximum(36_500));
const factPolicy = z.strictObject({ class: opt(z.enum(['person', 'issue', 'once'])), label: opt(name), staleDays: opt(days), identifier: opt(z.boolean()), identity: opt(z.boolean()) });
const holdReason = z.enum(['issue', ...reason.options]);

const policySchema = z.strictObject({
  version: opt(z.literal(1)),
  region: opt(z.string().check(z.regex(/^[A-Z]{2}$/))),
  facts: opt(z.record(name, factPolicy)),
  actions: opt(z.record(name, z.strictObject({ label: opt(name), level, proofs: opt(names) }))),
  checks: opt(z.record(name, z.strictObject({ label: opt(name), level }))),
  holds: opt(z.partialRecord(holdReason, z.boolean())),
  provisionalDays: opt(days),
  sales: opt(z.strictObject({ freshHours: opt(z.number().check(z.positive())), reviewDays: opt(days), override: opt(z.boolean()) })),
  receiptMinutes: opt(z.number().check(z.positive(), z.maximum(1440))),
  handOffMinutes: opt(z.number().check(z.positive(), z.maximum(1440))),
  sayFirst: opt(z.array(z.strictObject({ when: z.strictObject({ flag: opt(name), topic: opt(name), channels: opt(places), reason: opt(holdReason), circumstance: opt(name) }), say: words }))),
  offers: opt(z.array(z.strictObject({ offer: words, when: z.strictObject({ circumstance: opt(name), flag: opt(name), topic: opt(name), repeats: opt(z.int()) }), from: opt(time), until: opt(time) }))),
  circumstances: opt(z.array(z.strictObject({ id: name, label: name, fact: name, startsWith: opt(names), from: time, until: time }))),
  retention: opt(z.strictObject({ person: opt(days), issue: opt(days), journal: opt(days), device: opt(days) })),
  provisionalPersonDays: opt(days),
  quota: opt(z.strictObject({ entriesPerDay: opt(z.int()), openIssues: opt(z.int()) })),
});

/** A host's policy, read as the JSON it is. Throws `bad-policy`, naming the part. */
export const parsePolicy = (value: unknown): PolicyInput =>
  guarded('The policy', 'bad-policy', () => {
    const result = z.safeParse(policySchema, JSON.parse(JSON.stringify(value)));
    if (!result.success) refuse('The policy', 'bad-policy', result.error);
    return result.data as PolicyInput;
  });
