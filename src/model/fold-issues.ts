import { clip, keepLast } from './clip.js';
import { CAPS, type Context, type Fact, type HandOffState, type OpenIssue, type StepTaken } from './context.js';
import type { Checked, Flag, HandOff, Held, Issue, Linked, Resolved, Step } from './entry.js';
import { adopt } from './fold-facts.js';
import type { Folded } from './folded.js';
import { provenance } from './provenance.js';

const moreOf = (context: Context, name: keyof Context['more'], over: number): void => {
  if (over > 0) context.more[name] = (context.more[name] ?? 0) + over;
};

/** Opens an issue. */
export function foldIssue(folded: Folded, entry: Issue): void {
  const { context } = folded;
  const words = clip(entry.words, CAPS.words);
  const facts: Fact[] = [];
  adopt(folded, entry, facts);
  const issue = provenance(entry) as OpenIssue;
  issue.words = words;
  if (words.length < entry.words.length) issue.clipped = true;
  if (entry.topic !== undefined) issue.topic = entry.topic;
  if (entry.product !== undefined) issue.product = entry.product;
  if (entry.summary !== undefined) issue.summary = clip(entry.summary, CAPS.value);
  issue.standing = entry.by.audience === 'support' ? 'confirmed' : 'claimed';
  issue.steps = [];
  issue.facts = facts;
  context.issues.push(issue);
}

/** Takes an issue off the open ones, and keeps what it was about for the next person. Without a resolution it stays. */
export function closeIssue(context: Context, stamp: string, by: Resolved | undefined): void {
  // From the newest back, here and below: that is where nearly everything is that is still talked about.
  const index = by === undefined ? -1 : context.issues.findLastIndex((issue) => issue.stamp === stamp);
  const [issue] = index === -1 ? [] : context.issues.splice(index, 1);
  if (by === undefined || issue === undefined) return;
  context.resolved.unshift({
    stamp,
    said: issue.at,
    words: clip(issue.words, CAPS.value),
    ...(issue.topic === undefined ? {} : { topic: issue.topic }),
    ...(issue.channel === undefined ? {} : { channel: issue.channel }),
    at: by.at,
    by: provenance(by).by,
    ...(by.outcome === undefined ? {} : { outcome: clip(by.outcome, CAPS.value) }),
  });
  context.resolved.splice(CAPS.resolved);
}

/** Keeps the oldest open issues: they have waited longest. */
export function capIssues(context: Context): void {
  if (context.issues.length > CAPS.issues) moreOf(context, 'issues', context.issues.splice(CAPS.issues).length);
}

/** Which open issue a step is about: the one it names, else the newest of the same contact, else the only one. */
const about = (issues: OpenIssue[], step: Step): OpenIssue | undefined =>
  step.issue === undefined
    ? (issues.findLast((issue) => issue.contact !== undefined && issue.contact === step.contact) ?? (issues.length === 1 ? issues[0] : undefined))
    : issues.findLast((issue) => issue.stamp === step.issue);

/** Something was done about an issue. That support does something about it takes it up: it is no longer only a claim. */
export function foldStep(context: Context, entry: Step, kept: boolean): void {
  const issue = about(context.issues, entry);
  if (issue === undefined) return;
  if (entry.by.audience === 'support') issue.standing = 'confirmed';
  const taken = provenance(entry) as StepTaken;
  taken.step = entry.step;
  taken.words = clip(entry.words, CAPS.value);
  if (entry.due !== undefined) taken.due = entry.due;
  if (kept) taken.kept = true;
  issue.steps.push(taken);
  const over = keepLast(issue.steps, CAPS.steps);
  if (over > 0) issue.moreSteps = (issue.moreSteps ?? 0) + over;
}

/** Raises a flag. Neither sales nor the public raises one. */
export function foldFlag(context: Context, entry: Flag): void {
  if (entry.by.audience !== 'support') return;
  context.flags.push({
    ...provenance(entry),
    flag: entry.flag,
    reason: entry.reason,
    ...(entry.words === undefined ? {} : { words: clip(entry.words, CAPS.value) }),
    scope: entry.scope ?? {},
    from: entry.from ?? entry.at,
    ...(entry.until === undefined ? {} : { until: entry.until }),
    ...(entry.review === undefined ? {} : { review: entry.review }),
  });
  if (context.flags.length <= CAPS.flags) return;
  // The oldest goes, but never the customer's own objection while there is anything else.
  context.flags.splice(Math.max(0, context.flags.findIndex(({ reason }) => reason !== 'wish')), 1);
  moreOf(context, 'flags', 1);
}

export function foldReceipt(context: Context, entry: Checked): void {
  if (entry.by.audience !== 'support') return;
  context.receipts.unshift({ ...provenance(entry), method: entry.method, level: entry.level, goodFor: [...entry.goodFor], until: entry.until });
  if (context.receipts.length > CAPS.receipts) {
    context.receipts.pop();
    moreOf(context, 'receipts', 1);
  }
}

/** A hold of the sales journal. The newest word about one cause stands. */
export function foldHeld(context: Context, { stamp, by, cause, digests, from, until, review, scope }: Held): void {
  if (by.audience !== 'support') return;
  context.held = context.held.filter((one) => one.cause !== cause);
  context.held.push({ stamp, cause, digests: [...digests], from, until, review, scope });
  moreOf(context, 'held', keepLast(context.held, CAPS.held));
}

/** Two ids are one person. By linking, support takes up what the public had written. */
export function foldLink(context: Context, entry: Linked): void {
  if (entry.by.audience !== 'support') return;
  const ids: [string, string] = entry.customer < entry.with ? [entry.customer, entry.with] : [entry.with, entry.customer];
  context.links.push({ stamp: entry.stamp, ids, because: clip(entry.because, CAPS.value), by: entry.by, at: entry.at });
  moreOf(context, 'links', keepLast(context.links, CAPS.links));
  for (const issue of context.issues) if (entry.takes === undefined || entry.takes.includes(issue.stamp)) issue.standing = 'confirmed';
}

const RANK: Readonly<Record<HandOff['state'], number>> = { offered: 0, opened: 1, expired: 2, declined: 3, accepted: 4 };

/** What an offer says, and nothing after it changes. */
const offerOf = (entry: HandOff): Partial<HandOffState> => ({
  ...(entry.to === undefined ? {} : { to: entry.to }),
  ...(entry.team === undefined ? {} : { team: entry.team }),
  ...(entry.audience === undefined ? {} : { audience: entry.audience }),
  ...(entry.rep === undefined ? {} : { rep: entry.rep }),
  ...(entry.until === undefined ? {} : { until: entry.until }),
  ...(entry.note === undefined ? {} : { note: clip(entry.note, CAPS.value) }),
  ...(entry.points === undefined ? {} : { points: [...entry.points] }),
  ...(entry.claimed === undefined ? {} : { claimed: { ...entry.claimed } }),
  ...(entry.state === 'offered' ? { from: entry.by, offered: entry.at } : {}),
});

/** An offer to one rep is that rep's to answer, and over only when its time is. Which team somebody is in, no journal knows. Of one to another audience nothing is heard. */
const mayStep = ({ audience, rep, until }: Pick<HandOff, 'audience' | 'rep' | 'until'>, { state, by, at }: Pick<HandOff, 'state' | 'by' | 'at'>): boolean =>
  state === 'offered' || (audience === undefined && (state === 'expired' ? until === undefined || at >= until : rep === undefined || by.id === rep));

/** A hand-off goes forward only, whatever order its news come in. Who takes somebody over takes up what the public had written. */
export function foldHandOff(context: Context, entry: HandOff): void {
  const known = context.handoffs.find((one) => one.offer === entry.offer);
  // Not where somebody claims to have handed over: what came with that proves nothing.
  const took = entry.state === 'accepted' && entry.by.audience === 'support' && known !== undefined && known.claimed === undefined && mayStep(known, entry);
  if (took) for (const issue of context.issues) issue.standing = 'confirmed';
  const news = {
    ...provenance(entry),
    state: entry.state,
    ...(entry.confirmed === undefined ? {} : { confirmed: [...entry.confirmed] }),
    ...(entry.corrected === undefined ? {} : { corrected: entry.corrected.map(({ point, right }) => ({ point, right: clip(right, CAPS.value) })) }),
    ...(entry.readBack === undefined ? {} : { readBack: clip(entry.readBack, CAPS.value) }),
    ...(entry.because === undefined ? {} : { because: clip(entry.because, CAPS.value) }),
  };
  if (known === undefined) {
    context.handoffs.push({ ...news, offer: entry.offer, ...offerOf(entry) });
    moreOf(context, 'handoffs', keepLast(context.handoffs, CAPS.handoffs));
    return;
  }
  if (!mayStep(known, entry)) return;
  // An answer that came to light before its offer, by somebody it was not for.
  if (entry.state === 'offered' && !mayStep(offerOf(entry), known)) {
    context.handoffs.splice(context.handoffs.indexOf(known), 1, { ...news, offer: entry.offer, ...offerOf(entry) });
    return;
  }
  // Who came first to the journal has it; a second one comes to light where two journals meet.
  // Each who took it is named once, however often they say so.
  const isTold = known.also?.some(({ id }) => id === entry.by.id);
  if (entry.state === 'accepted' && known.state === 'accepted' && isTold !== true) known.also = [...(known.also ?? []), entry.by];
  const said = { ...offerOf(entry), ...known };
  Object.assign(known, said, RANK[entry.state] > RANK[known.state] ? news : {});
}
