/**
 * `say-once/model`: what is true, without a browser. Pure functions over entries: no DOM, no database, no clock.
 * `@packageDocumentation`
 */
export * from './context.js';
export * from './entry.js';
export { type ErrorCode, isRefusal, SayOnceError } from './errors.js';
export { canonical } from './canonical.js';
export { admit, byPlace, extend, fold, unseen } from './fold.js';
export { FOLD_VERSION, type Folded, foldNothing, REMEMBERED, type Whose } from './folded.js';
export { circumstancesOf, guide, type Asking, type GoodReceipt, type Guide, type Known, type Missing } from './guidance.js';
export { allHolds, type Hold, liveHolds, type Where } from './holds.js';
export { factName, normalise, sameValue } from './identifier.js';
export { inert } from './inert.js';
export { mask } from './mask.js';
export { policyOf } from './policy-of.js';
export { classOf, type ActionPolicy, type CheckPolicy, type CircumstancePolicy, type FactPolicy, type HoldReason, type OfferPolicy, type Policy, type PolicyInput, type SayFirstPolicy } from './policy.js';
export { POLICY } from './policy-built-in.js';
export { parseDraft, parseEntry, parsePolicy } from './schema.js';
export { isSecretFact, marker, scrub, scrubEntry, scrubFact } from './secrets.js';
export { derivedStamp, isStamp, MAX_AHEAD, nextStamp, nodeName, notAhead, type Stamp, stampNode, stampTime } from './stamp.js';
export * from './views.js';
