/** Who may say what. */
import type { Kind } from '../model/entry.js';

/** What is not recorded by hand. */
export const NOT_BY_RECORD: ReadonlySet<string> = new Set<Kind>(['held', 'released', 'linked', 'unlinked', 'struck']);
export const BY_SALES: ReadonlySet<string> = new Set<Kind>(['revealed', 'overridden']);
/** What the public may do: tell, open an issue, feel, withdraw its own. */
export const BY_PUBLIC: ReadonlySet<string> = new Set<Kind>(['told', 'used', 'issue', 'felt', 'withdrawn', 'contact']);
