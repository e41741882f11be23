import type { NamedDay } from '../when.js';
import { table } from './table.js';

/** «on Tuesday», but «yesterday». */
const on = ({ text, beside }: NamedDay): string => (beside ? text : `on ${text}`);

/** Only of the small forms a card opens. */
export const actionWords = table('action', {
  toldBy: (where: string | undefined, when: NamedDay) => (where ? `${where}, ${when.text}` : `Told ${on(when)}`),
  repeated: 'The customer had to repeat this',
  note: 'A note for whoever comes next',
  saveNote: 'Save note',
  outcome: 'How was it resolved? The next person reads this.',
  resolve: 'Resolved',
  because: 'Why are they the same person?',
  suggested: (matched: string) => `The same ${matched}.`,
  link: 'Link them',
  cancel: 'Cancel',
  close: 'Close',
  claimed: (where: string) => `${where}, unconfirmed`,
  empty: 'Please write something first.',
  needed: 'Please give a reason in a few words.',
  noted: 'Note saved.',
  resolved: 'Resolved. Sales may call again where nothing else forbids it.',
  linked: 'Linked.',
  unlink: 'Take it back',
  unlinked: 'Taken back. They are two again.',
  counted: 'Counted. Thank you for saying so.',
  unsaved: 'Kept in this page only: it could not be saved. Do not close the page.',
  cut: 'A number that must not be kept was cut out.',
  gone: 'This was resolved in the meantime. What you typed is still here.',
  failed: (code: string) => `Not saved (${code}). What you typed is still here.`,
});
