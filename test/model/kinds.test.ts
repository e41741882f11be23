import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/model/entry.js';

/** The line of the specification, `../shared/design/house.md`, as it stood when this was written. */
const SPECIFIED = `Kinds: \`told\`, \`used\` (a known value used instead of asked), \`asked\` (the customer had to say it again), \`checked\`, \`issue\`, \`resolved\`, \`step\` (tried, found, promised, offered, note), \`contact\` (began, waited, ended), \`felt\`,
  \`flag\`, \`lowered\`, \`held\` and \`released\` (the sales journal), \`handoff\`, \`linked\`, \`unlinked\`, \`withdrawn\` (by the customer), \`undone\` (by a rep), \`revealed\`, \`overridden\`, \`struck\`.`;

const named = (line: string): string[] => [...line.matchAll(/`([a-z]+)`/g)].map(([, kind = '']) => kind);

describe('the kinds of entries', () => {
  it('are those that the house names', () => {
    expect([...KINDS].sort()).toEqual(named(SPECIFIED).sort());
  });
});
