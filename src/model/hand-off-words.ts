/** What one says to a colleague in fifteen seconds, and what they read back, in the language of whoever hands over. */
import { clip } from './clip.js';
import type { Context, Fact, OpenIssue } from './context.js';
import type { Guide } from './guidance.js';
import { inert } from './inert.js';
import type { Policy } from './policy.js';

/** The sentences of a hand-off in one language: whole ones, with names, values and times put in. */
export interface HandOffWords {
  /** how times are written (BCP 47) */
  locale: string;
  /** what closes a quotation that is cut short, by what opened it */
  quotes: readonly [open: string, close: string];
  who: (name: string | undefined, account: string | undefined) => string;
  unchecked: string;
  checked: (method: string, until: string) => string;
  said: (words: string) => string;
  done: (what: string) => string;
  promised: (what: string, by: string | undefined) => string;
  /** of what goes to sales; it says nothing that could tell why */
  sales: {
    who: (customer: string) => string;
    held: (since: string, until: string | undefined, review: string) => string;
    say: string;
    clear: string;
    unchecked: string;
  };
  /** methods of checking, in the middle of a sentence */
  methods: Readonly<Record<string, string>>;
}

export const ENGLISH: HandOffWords = {
  locale: 'en-GB',
  quotes: ['“', '”'],
  who: (name, account) => (account === undefined ? `${name ?? 'A customer'}.` : `${name ?? 'A customer'}, account ${account}.`),
  unchecked: 'Nobody has checked who they are on this contact.',
  checked: (method, until) => `Checked by ${method}, good until ${until}. Don’t ask who they are.`,
  said: (words) => `They said: “${words}”`,
  done: (what) => `Done so far: ${what}`,
  promised: (what, by) => (by === undefined ? `Promised: ${what}.` : `Promised: ${what}, by ${by}.`),
  sales: {
    who: (customer) => `Customer ${customer}.`,
    held: (since, until, review) => `Do not pitch. Held since ${since}, until ${until ?? 'support lifts it'}; look again on ${review}.`,
    say: 'If you must speak: offer nothing, ask nothing. Say that you will call another day.',
    clear: 'You may pitch: nothing is held.',
    unchecked: 'Not checked: nobody can tell just now whether an offer is welcome.',
  },
  methods: {
    'otp-sms': 'one-time code',
    'otp-email': 'one-time code by email',
    otp: 'one-time code',
    'kba-dynamic': 'questions only they can answer',
    'kba-static': 'an agreed question',
    'id-document': 'an identity document',
    login: 'signing in',
    voice: 'their voice',
  },
};

/** At a hundred and fifty words a minute, about fifteen seconds. */
const WORDS = 37;
const LINE = 120;
/** With fewer words a beginning tells nothing. */
const FEWEST = 5;

const valueOf = (facts: readonly Fact[], ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = facts.find(({ fact }) => fact === name)?.values[0]?.value;
    if (value !== undefined) return inert(clip(value, 80));
  }
  return undefined;
};

const nameIn = ({ facts }: Context): string | undefined => valueOf(facts, 'name') ?? ([valueOf(facts, 'given-name'), valueOf(facts, 'family-name')].filter(Boolean).join(' ') || undefined);

/** The clock of the day, as this machine's rep reads it. */
const clock = (at: number, { locale }: HandOffWords): string => new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });

const lastStep = (issue: OpenIssue | undefined, ...kinds: string[]): OpenIssue['steps'][number] | undefined => issue?.steps.findLast(({ step }) => kinds.includes(step));

/** Whether something in a context speaks of health or a death: it is not for a token that many systems keep. */
export const needsCare = ({ flags, issues }: Context): boolean =>
  flags.some(({ flag, reason }) => flag !== 'do-not-pitch' || reason === 'bereavement' || reason === 'vulnerability') || issues.some(({ topic }) => /bereave|death|health|vulnerab/i.test(topic ?? ''));

/** What the next person reads back: who was checked, what it is about, what was promised. Whole sentences of up to 200 characters. */
export function pointsOf(context: Context, { receipts }: Pick<Guide, 'receipts'>, { checks }: Pick<Policy, 'checks'>, words: HandOffWords): string[] {
  const good = receipts.find((receipt) => receipt.good && receipt.level !== 'matched' && receipt.level !== 'none');
  const issue = context.issues.at(-1);
  const promise = lastStep(issue, 'promised');
  const done = lastStep(issue, 'tried', 'found');
  const line = (text: string): string => inert(clip(text, LINE));
  const method = (name: string): string => checks[name]?.label ?? (Object.hasOwn(words.methods, name) ? words.methods[name] : undefined) ?? inert(name);
  return [
    good === undefined ? words.unchecked : words.checked(method(good.method), clock(good.until, words)),
    ...(issue === undefined ? [] : [words.said(line(issue.words))]),
    ...(done === undefined ? [] : [words.done(line(done.words))]),
    ...(promise === undefined || promise.kept === true ? [] : [words.promised(line(promise.words), promise.due === undefined ? undefined : clock(promise.due, words))]),
  ].map((text) => clip(text, 200));
}

/** What was opened is closed: a quotation, and what stands apart in its own direction (UAX #9, isolates). */
const beginning = (text: string, [open, close]: HandOffWords['quotes']): string =>
  `${text.replace(/[\s.,;:!?…،؛؟]+$/, '')}…${text.lastIndexOf('\u2068') > text.lastIndexOf('\u2069') ? '\u2069' : ''}${text.includes(open) && !text.includes(close) ? close : ''}`;

/** What to say to the colleague: the name, the points, the line one adds; until fifteen seconds are over. */
export function summaryOf(context: Context, points: readonly string[], note: string | undefined, words: HandOffWords): string {
  const lines = [words.who(nameIn(context), valueOf(context.facts, 'account')), ...points, ...(note === undefined ? [] : [inert(clip(note, LINE))])].map((line) => line.split(/\s+/));
  // The short lines whole, and of the long ones their beginnings: a promise must not give way to a long story.
  let left = WORDS;
  const kept = new Map<string[], string>();
  for (const line of [...lines].sort((a, b) => a.length - b.length)) {
    if (left < Math.min(line.length, FEWEST)) continue;
    kept.set(line, line.length <= left ? line.join(' ') : beginning(line.slice(0, left).join(' '), words.quotes));
    left -= Math.min(left, line.length);
  }
  return lines.flatMap((line) => kept.get(line) ?? []).join('\n');
}
