/** The dialogs of one vCon, in the order in which they are added: their places are named elsewhere. */
import type { AnyEntry, Common } from '../model/entry.js';
import type { Dialog } from './vcon-types.js';

export class Dialogs {
  readonly all: Dialog[] = [];

  /** What the customer said, and who heard it. Answers its place. */
  say(entry: AnyEntry, body: string, heard: number): number {
    return this.add({ ...leg(entry, heard), mediatype: 'text/plain', encoding: 'none', body });
  }

  /** The conversation that an entry belongs to: one whose words are here, or else one without any. */
  legOf(entry: AnyEntry, party: number): number {
    const place = entry.contact === undefined ? -1 : this.all.findIndex(({ type, interaction_id }) => type === 'text' && interaction_id === entry.contact);
    return place >= 0 ? place : this.add(leg(entry, party));
  }

  add(dialog: Dialog): number {
    return this.all.push(dialog) - 1;
  }

  /** What is attached must be attached to something. */
  orNone(start: string): Dialog[] {
    return this.all.length === 0 ? [{ type: 'text', start, parties: [0] }] : this.all;
  }
}

const leg = ({ at, channel, contact }: Common, party: number): Dialog => ({
  type: 'text',
  start: rfc3339(at),
  parties: party === 0 ? [0] : [0, party],
  ...(channel === undefined ? {} : { application: channel }),
  ...(contact === undefined ? {} : { interaction_id: contact }),
});

/** What RFC 3339 can say: no year of five digits. */
export const rfc3339 = (at: number): string => new Date(Math.min(at, Date.UTC(9999, 11, 31))).toISOString();
