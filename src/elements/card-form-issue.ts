/** What was done about an issue: a note, what was tried, a promise, a promise kept, how it was resolved. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Step } from '../model/entry.js';
import type { Opened } from './card-view.js';
import { area, type Desk, line, recorded, small } from './card-form.js';
import type { Sentence } from './text.js';
import { moment } from './when.js';
import { localMoment } from './when-fields.js';
import { actionWords as words } from './words/action.js';

type About = Pick<Step, 'issue'>;

/** Of no issue: the fold finds the only one, or the one of this contact. */
const about = (issue: string | undefined): About => (issue === undefined ? {} : { issue });
/** What is done about an issue that is no longer open would be seen by nobody. */
const gone = ({ context }: Desk, issue: string | undefined): string | undefined => (issue === undefined || context.issues.some(({ stamp }) => stamp === issue) ? undefined : words.gone);
/** A promise is kept once. */
const done = ({ context }: Desk, promise: string | undefined): string | undefined =>
  context.issues.some(({ steps }) => steps.some(({ stamp, kept: isKept }) => stamp === promise && isKept !== true)) ? undefined : words.goneKept;

/** One text, and it is a step. */
const told = (desk: Desk, { label, save, over }: { label: string; save: string; over?: string | undefined }, issue: string | undefined, step: Pick<Step, 'step' | 'answers'>, saved: Sentence): TemplateResult =>
  small(desk, {
    fields: area(desk, { name: 'words', label, needed: true }),
    save,
    needed: { words: () => words.empty },
    ...(over === undefined ? {} : { over }),
    send: (value) => recorded(desk, { kind: 'step', ...step, words: value('words'), ...about(issue) }, saved),
  });

export const note = (desk: Desk, { issue }: Opened): TemplateResult => told(desk, { label: words.note, save: words.saveNote }, issue, { step: 'note' }, () => words.noted);
export const tried = (desk: Desk, { of }: Opened): TemplateResult => told(desk, { label: words.tried, save: words.saveTried, over: gone(desk, of) }, of, { step: 'tried' }, () => words.triedSaved);
export const kept = (desk: Desk, { of, issue }: Opened): TemplateResult =>
  told(desk, { label: words.kept, save: words.saveKept, over: gone(desk, issue) ?? done(desk, of) }, issue, { step: 'note', answers: of === undefined ? [] : [of] }, () => words.keptSaved);

/** Moments that are promised often: in an hour, at the end of the working day, tomorrow at noon. */
function usual(now: number): number[] {
  const at = (days: number, hour: number): number => new Date(new Date(now).setDate(new Date(now).getDate() + days)).setHours(hour, 0, 0, 0);
  const soon = Math.ceil((now + 3_600_000) / 300_000) * 300_000;
  return [soon, at(0, 17), at(1, 12)].filter((one, index) => index === 0 || one > soon);
}

export function promise(desk: Desk, { of }: Opened): TemplateResult {
  const set = (at: number) => (event: Event) => {
    const field = (event.currentTarget as HTMLButtonElement).form?.elements.namedItem('due') as HTMLInputElement;
    field.value = localMoment(at);
    desk.keep('due', field.value);
  };
  const over = gone(desk, of);
  return small(desk, {
    fields: html`${area(desk, { name: 'words', label: words.promise, needed: true })} ${line(desk, { name: 'due', label: words.due, needed: true }, { type: 'datetime-local' })}
      <p class="chips">${usual(desk.now).map((at) => html`<button type="button" class="chip" @click=${set(at)}>${moment(at, desk.now)}</button>`)}</p>`,
    save: words.savePromise,
    needed: { words: () => words.empty, due: () => words.noDue },
    ...(over === undefined ? {} : { over }),
    send: (value) => {
      const due = Date.parse(value('due'));
      if (due > Date.now()) return recorded(desk, { kind: 'step', step: 'promised', words: value('words'), due, ...about(of) }, () => words.promised);
      desk.refuse(() => words.past);
      return undefined;
    },
  });
}

export function resolve(desk: Desk, { of = '' }: Opened): TemplateResult {
  const over = gone(desk, of);
  return small(desk, {
    fields: area(desk, { name: 'outcome', label: words.outcome }),
    save: words.resolve,
    ...(over === undefined ? {} : { over }),
    send: (value) => {
      const outcome = value('outcome');
      return recorded(desk, { kind: 'resolved', answers: [of], ...(outcome === '' ? {} : { outcome }) }, () => words.resolved);
    },
  });
}
