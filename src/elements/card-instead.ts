/** What a card says where there is none to show. Loaded when it has to be said. */
import type { ErrorCode } from '../model/errors.js';
import { insteadWords as words } from './words/instead.js';

export type Instead = 'apart' | 'nobody' | 'not-here' | 'memory' | 'offline' | 'refused' | `kept/${ErrorCode}` | ErrorCode | 'unknown';

const said = (): Partial<Record<Instead, string>> => ({
  apart: words.apart,
  nobody: words.nobody,
  'not-here': words.notHere,
  memory: words.memory,
  offline: words.offline,
  refused: words.refused,
  'key-required': words.keyRequired,
  'wrong-key': words.wrongKey,
  'broken-record': words.broken,
});

export const instead = (what: Instead): string => said()[what] ?? (what.startsWith('kept/') ? words.kept(what.slice(5)) : words.failed(what));
