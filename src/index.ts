/** The public names; no side effects. The elements are registered by `say-once/define`. */
export type { Box, Carrier, Cursor, Delivery, Envelope } from './carry/carrier.js';
export type * from './model/context.js';
export type * from './model/entry.js';
export { type ErrorCode, isRefusal, SayOnceError } from './model/errors.js';
export type { Asking, GoodReceipt, Guide, Known, Missing } from './model/guidance.js';
export type { Hold, Where } from './model/holds.js';
export type { Policy, PolicyInput } from './model/policy.js';
export { POLICY } from './model/policy-built-in.js';
export type { Stamp } from './model/stamp.js';
export type { CustomerContext, CustomerFact, SalesContext, SalesHold } from './model/views.js';
export type { IntakeKeys, KeyRing, RingKey, SessionKeys, TeamKey } from './store/keys.js';
export { openTouchpoint } from './touchpoint.js';
export type { TakenError } from './touchpoint/hand-off-state.js';
export type { WrongCodeError } from './touchpoint/spoken-take.js';
export type * from './touchpoint/types.js';
