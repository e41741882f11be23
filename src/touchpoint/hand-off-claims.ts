/** What a hand-off that nobody signed is worth: the public's word. */
import { type AnyEntry, isKnown, type Issue, type Told } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import type { OfferBody } from '../model/hand-off.js';
import { parseEntry } from '../model/schema.js';
import { scrubEntry } from '../model/secrets.js';
import { notAhead, notInFuture, type Stamp, stampTime } from '../model/stamp.js';
import type { Loaded } from '../store/store.js';
import { ownId, ownStamp } from './intake.js';
import type { Recorder } from './recorder.js';

/** A claim may say what the customer said, and nothing that was done, checked or decided. */
type Claim = Pick<Told, 'kind' | 'fact' | 'value' | 'stamp' | 'at'> | (Pick<Issue, 'kind' | 'words' | 'topic' | 'product' | 'stamp' | 'at'>);

function said(raw: unknown): (Claim & { contact?: string }) | undefined {
  const entry = parseEntry(raw);
  if (!isKnown(entry)) return undefined;
  const { stamp, at, contact } = entry;
  const common = { stamp, at: Math.min(at, stampTime(stamp)), ...(contact === undefined ? {} : { contact }) };
  if (entry.kind === 'told') return { kind: 'told', fact: entry.fact, value: entry.value, ...(entry.class === undefined ? {} : { class: entry.class }), ...common };
  if (entry.kind !== 'issue') return undefined;
  return { kind: 'issue', words: entry.words, ...(entry.topic === undefined ? {} : { topic: entry.topic }), ...(entry.product === undefined ? {} : { product: entry.product }), ...common };
}

/** As a full token has them, or as a compact one spells them out. */
function claimsIn({ entries, facts = [], issue }: OfferBody, known: (stamp: Stamp) => boolean): (Claim & { contact?: string })[] {
  const spelled: Claim[] = [
    ...facts.map(([stamp, fact, value]): Claim => ({ kind: 'told', fact, value, stamp, at: stampTime(stamp) })),
    ...(issue === undefined ? [] : [{ kind: 'issue', words: issue[1], stamp: issue[0], at: stampTime(issue[0]) } as const]),
  ];
  return [...(entries ?? []).map(said), ...spelled].filter((one) => one !== undefined).filter(({ stamp }) => !known(stamp));
}

/**
 * Facts and issues of a token that nobody signed, as claims of the customer: named anew, as at intake, so that no stamp, contact
 * or chain of ours is theirs to choose. What this store knows by its own stamp is not claimed again, and what was said before they
 * were forgotten is left out, however new the hand-off. Throws `bad-entry`, `too-large`, `stamp-ahead`.
 */
export async function claimsOf(recorder: Recorder, body: OfferBody, { life = 0, since = -1 }: Partial<Pick<Loaded, 'life' | 'since'>>, known: (stamp: Stamp) => boolean): Promise<AnyEntry[]> {
  const { customer, offer } = body;
  const now = recorder.desk.store.now();
  const claims: AnyEntry[] = [];
  for (const { contact = offer, ...claim } of claimsIn(body, known)) {
    notAhead(claim.stamp, now);
    notInFuture(claim.at, now);
    if (stampTime(claim.stamp) <= since) continue;
    const own = await ownId(customer, contact);
    const { entry } = scrubEntry(claim);
    const named = { ...entry, customer, stamp: await ownStamp(customer, claim.stamp), by: { audience: 'customer', id: customer }, contact: own, chain: own, ...(life > 0 ? { life } : {}) } as AnyEntry;
    try {
      claims.push(named.kind === 'told' ? await recorder.told(named as Told) : named);
    } catch (error) {
      // A secret is left out, and so is what has no name; what came beside it is not lost.
      if (!isRefusal(error, 'secret-refused') && !isRefusal(error, 'bad-entry')) throw error;
    }
  }
  return claims;
}
