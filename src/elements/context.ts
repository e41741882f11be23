import { type Context, createContext } from '@lit/context';
import type { ErrorCode } from '../model/errors.js';
import type { Touchpoint } from '../touchpoint/types.js';

/**
 * What `<say-once>` provides by the community context protocol: its touchpoint; `undefined` while it is not open.
 * The key is the same in every copy and version of the library on a page.
 */
export const touchpointContext: Context<symbol, Touchpoint | undefined> = createContext(Symbol.for('say-once.touchpoint'));

/** Why there is no touchpoint, where that is known. */
export const problemContext: Context<symbol, ErrorCode | undefined> = createContext(Symbol.for('say-once.problem'));
