/** What one says to a colleague in fifteen seconds, and what they read back. English; a host may give its own. */
import { clip } from './clip.js';
import type { Context, Fact, OpenIssue } from './context.js';
import type { Guide } from './guidance.js';
import { inert } from './inert.js';

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

export const nameIn = ({ facts }: Context): string | undefined => valueOf(facts, 'name') ?? ([valueOf(facts, 'given-name'), valueOf(facts, 'family-name')].filter(Boolean).join(' ') || undefined);

/** The clock of the day, as this machine's rep reads it. */
const clock = (at: number, zone?: string): string => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...(zone === undefined ? {} : { timeZone: zone }) });

const lastStep = (issue: OpenIssue | undefined, ...kinds: string[]): OpenIssue['steps'][number] | undefined => issue?.steps.findLast(({ step }) => kinds.includes(step));

/** Whether something in a context speaks of health or a death: it is not for a token that many systems keep. */
export const needsCare = ({ flags, issues }: Context): boolean =>
  flags.some(({ flag, reason }) => flag !== 'do-not-pitch' || reason === 'bereavement' || reason === 'vulnerability') || issues.some(({ topic }) => /bereave|death|health|vulnerab/i.test(topic ?? ''));

/** What the next person reads back: who was checked, what it is about, what was promised. Whole sentences of up to 200 characters. */
export function pointsOf(context: Context, { receipts }: Guide): string[] {
  const good = receipts.find((receipt) => receipt.good && receipt.level !== 'matched' && receipt.level !== 'none');
  const issue = context.issues.at(-1);
  const promise = lastStep(issue, 'promised');
  const done = lastStep(issue, 'tried', 'found');
  return [
    good === undefined ? 'Nobody has checked who they are on this contact.' : `Checked by ${good.method}, good until ${clock(good.until)}. Don’t ask who they are.`,
    ...(issue === undefined ? [] : [`They said: “${inert(clip(issue.words, LINE))}”`]),
    ...(done === undefined ? [] : [`Done so far: ${inert(clip(done.words, LINE))}`]),
    ...(promise === undefined || promise.kept === true ? [] : [`Promised: ${inert(clip(promise.words, LINE))}${promise.due === undefined ? '' : `, by ${clock(promise.due)}`}.`]),
  ].map((line) => clip(line, 200));
}

const beginning = (text: string): string => `${text.replace(/[\s.,;:!?…]+$/, '')}…${text.includes('“') ? '”' : ''}`;

/** What to say to the colleague: the name, the points, the line one adds; until fifteen seconds are over. */
export function summaryOf(context: Context, points: readonly string[], note?: string): string {
  const account = valueOf(context.facts, 'account');
  const who = [nameIn(context) ?? 'A customer', ...(account === undefined ? [] : [`account ${account}`])].join(', ');
  const lines = [`${who}.`, ...points, ...(note === undefined ? [] : [inert(clip(note, LINE))])].map((line) => line.split(/\s+/));
  // The short lines whole, and of the long ones their beginnings: a promise must not give way to a long story.
  let left = WORDS;
  const kept = new Map<string[], string>();
  for (const line of [...lines].sort((a, b) => a.length - b.length)) {
    if (left < Math.min(line.length, FEWEST)) continue;
    kept.set(line, line.length <= left ? line.join(' ') : beginning(line.slice(0, left).join(' ')));
    left -= Math.min(left, line.length);
  }
  return lines.flatMap((line) => kept.get(line) ?? []).join('\n');
}
