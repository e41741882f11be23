import { type ErrorCode, SayOnceError } from '../model/errors.js';

/** Envelopes that a carrier will never take as they are: to try again is of no use. */
export class RefusedEnvelopes extends SayOnceError {
  readonly ids: readonly string[];

  constructor(code: ErrorCode, message: string, ids: readonly string[], options?: ErrorOptions) {
    super(code, message, options);
    this.ids = ids;
  }
}
