import type { ErrorCode } from '../model/errors.js';
import type { Stamp } from '../model/stamp.js';
import type { SalesContext } from '../model/views.js';
import type { Offer, Touchpoint, TouchpointState } from '../touchpoint/types.js';

/** All our events cross shadow borders; but for errors, none can be cancelled: they tell, they do not ask. */
const told: EventInit = { bubbles: true, composed: true };

/** `<say-once>` has opened its touchpoint. */
export class SayOnceReadyEvent extends Event {
  constructor(readonly touchpoint: Touchpoint) {
    super('say-once-ready', told);
  }
}

/** How the touchpoint of `<say-once>` is doing has changed. */
export class SayOnceStateEvent extends Event {
  constructor(readonly state: TouchpointState) {
    super('say-once-state', told);
  }
}

/**
 * Something could not be done; `code` says what. `undefined`: not a refusal of ours. What `<say-once>` cannot do is also
 * said in the console, unless a page takes that over (`preventDefault()`).
 */
export class SayOnceErrorEvent extends Event {
  constructor(
    readonly code: ErrorCode | undefined,
    readonly error: unknown,
  ) {
    super('say-once-error', { ...told, cancelable: true });
  }
}

/** A rep opened one of several candidates on a card, or a message of an inbox. */
export class SayOnceChooseEvent extends Event {
  constructor(readonly customer: string) {
    super('say-once-choose', told);
  }
}

/** A card, or a form, has recorded something. `saved` is false where only this page remembers it. */
export class SayOnceRecordedEvent extends Event {
  constructor(
    readonly customer: string,
    readonly kinds: readonly string[],
    readonly stamps: readonly Stamp[],
    readonly saved: boolean,
  ) {
    super('say-once-recorded', told);
  }
}

/** A form was filled with what is known. */
export class SayOnceFilledEvent extends Event {
  constructor(readonly fields: readonly Element[]) {
    super('say-once-filled', told);
  }
}

/** Somebody said «Not you?» and the form was cleared. A host that had signed them in signs them out. */
export class SayOnceNotYouEvent extends Event {
  constructor() {
    super('say-once-not-you', told);
  }
}

/** A rep wants to hand a customer over: a `<say-once-transfer>` with the same touchpoint opens its form, unless a host has a way of its own (`preventDefault()`). */
export class SayOnceHandOverEvent extends Event {
  constructor(
    readonly customer: string,
    readonly touchpoint: Touchpoint,
  ) {
    super('say-once-hand-over', { ...told, cancelable: true });
  }
}

/** A customer was offered to somebody. `offer` has what a call's own transfer can carry: a reference, a token, a link. */
export class SayOnceOfferedEvent extends Event {
  constructor(readonly offer: Offer) {
    super('say-once-offered', told);
  }
}

/** A rep has taken a customer over. */
export class SayOnceTakenEvent extends Event {
  constructor(readonly customer: string) {
    super('say-once-taken', told);
  }
}

/** What a guard knows has changed. */
export class SayOncePitchEvent extends Event {
  constructor(
    readonly pitch: SalesContext['pitch'],
    readonly hold: SalesContext['hold'],
  ) {
    super('say-once-pitch', told);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'say-once-ready': SayOnceReadyEvent;
    'say-once-state': SayOnceStateEvent;
    'say-once-error': SayOnceErrorEvent;
    'say-once-choose': SayOnceChooseEvent;
    'say-once-recorded': SayOnceRecordedEvent;
    'say-once-filled': SayOnceFilledEvent;
    'say-once-not-you': SayOnceNotYouEvent;
    'say-once-pitch': SayOncePitchEvent;
    'say-once-hand-over': SayOnceHandOverEvent;
    'say-once-offered': SayOnceOfferedEvent;
    'say-once-taken': SayOnceTakenEvent;
  }
}
