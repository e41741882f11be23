/** How the tabs of one desk tell each other how the relay is doing: one of them works, the others show it. */
import type { Store } from '../store/store.js';
import type { RelayState } from './types.js';

const NEWS = '!relay';
/** Whoever works is asked. */
export const RELAY_ASKED = '!relay?';

export const tellRelay = (store: Store, state: RelayState): void => store.say(NEWS + JSON.stringify(state));

/** What a message says of it; undefined: it is about something else. */
export const relayTold = (message: string): RelayState | undefined => (message.startsWith(`${NEWS}{`) ? (JSON.parse(message.slice(NEWS.length)) as RelayState) : undefined);
