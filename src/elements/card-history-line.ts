/** One entry of the history, said in a sentence. */
import type { Context } from '../model/context.js';
import type { AnyEntry, Entry } from '../model/entry.js';
import { factName } from '../model/fact-name.js';
import type { Policy } from '../model/policy.js';
import { WRITTEN } from '../model/written.js';
import { cover } from './card-view.js';
import { factLabel, named, quoted } from './text.js';
import { dated, moment, span } from './when.js';
import { cardWords } from './words/card.js';
import { commonWords } from './words/common.js';
import { historyWords as words } from './words/history.js';

/** UTF-16 units of one line: the whole of what the customer wrote stands at the issue. */
const LINE = 400;

const long = (seconds: number): string => (seconds < 1 ? commonWords.moment : span(seconds * 1000));

function said(entry: Entry, context: Context, policy: Policy, now: number): string {
  switch (entry.kind) {
    case 'told': {
      // A journal that was read in has its own names for things, and what is covered goes by ours.
      const name = factName(entry.fact);
      const value = quoted(dated(cover(context, name, entry.value), now), LINE);
      return (entry.answers === undefined ? words.told : words.corrected)(factLabel(name, policy), value);
    }
    case 'used':
      return words.used(factLabel(entry.fact, policy));
    case 'asked':
      return words.asked(factLabel(entry.fact, policy));
    case 'revealed':
      return words.revealed(factLabel(entry.fact, policy));
    case 'checked':
      return words.passed(policy.checks[entry.method]?.label ?? named(cardWords.methods, entry.method) ?? quoted(entry.method, 60));
    case 'issue':
      return (WRITTEN.includes(entry.channel ?? '') ? words.wrote : words.said)(quoted(entry.words, LINE));
    case 'resolved':
      return entry.outcome === undefined ? words.resolved : words.resolvedSo(quoted(entry.outcome, LINE));
    case 'step':
      return entry.step === 'promised' && entry.due !== undefined ? words.promisedBy(quoted(entry.words, LINE), moment(entry.due, now)) : words[entry.step](quoted(entry.words, LINE));
    case 'contact':
      if (entry.phase === 'began') return words.began;
      if (entry.phase === 'waited') return words.waited(long(entry.seconds ?? 0));
      return entry.seconds === undefined ? words.ended : words.endedAfter(long(entry.seconds));
    case 'felt':
      return words.felt(quoted(entry.felt, LINE));
    case 'flag': {
      const reason = named(cardWords.reasons, entry.reason) ?? quoted(entry.reason, 60);
      return entry.words === undefined ? words.flag(reason) : words.flagWith(reason, quoted(entry.words, LINE));
    }
    case 'lowered':
      return entry.because === undefined ? words.lowered : words.loweredFor(quoted(entry.because, LINE));
    case 'handoff':
      if (entry.claimed !== undefined) return entry.claimed.audience === 'customer' ? words.byPublic : words.claimed(quoted(entry.claimed.label ?? entry.claimed.id ?? words.somebody, 60));
      return words.handoff[entry.state](entry.to === undefined ? words.somebody : quoted(entry.to, 60));
    case 'linked':
      return words.linked(quoted(entry.because, LINE));
    case 'unlinked':
      return words.unlinked;
    case 'withdrawn':
      return entry.forget === true ? words.forget : words.withdrawn;
    case 'undone':
      return words.undone;
    case 'overridden':
      return words.overridden(quoted(entry.because, LINE));
    case 'struck':
      return words.struck;
    default:
      return words.unknown(quoted((entry as AnyEntry).kind, 60));
  }
}

/** Covered values stay covered: a history is read over somebody's shoulder too. */
export const historyLine = (entry: AnyEntry, context: Context, policy: Policy, now: number): string => said(entry as Entry, context, policy, now);
