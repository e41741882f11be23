/** Whom one may hand over to: teams and reps, teams in sales, and companies outside, as the page names them. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { HandOffOptions } from '../touchpoint/types.js';
import { quoted } from './text.js';
import { transferWords as words } from './words/transfer.js';

type To = HandOffOptions['to'];

/** A team or a rep. */
export interface Whom {
  id: string;
  label: string;
}

/** A team of another company. With its public `key` a token is sealed to that alone; without, whoever is told the code has a desk of this company's. `page`: which a link opens there. */
export interface Outside {
  team: string;
  label?: string;
  key?: NonNullable<To['key']>;
  page?: string;
}

export interface Destinations {
  teams: readonly Whom[];
  reps: readonly Whom[];
  sales: readonly Whom[];
  /** the page that a link for sales opens */
  salesPage: string;
  outside: readonly Outside[];
}

export interface Chosen {
  to: To;
  page?: string;
  /** it goes outside: by which way is shown at once */
  outside?: true;
}

/** No id has a comma: what is not a team of support's is told by one. */
const [OUTSIDE, SALES] = [',outside', ',sales'];

/** `billing, rep-4=Ben`: ids, each with a name to show where it has one. */
export const whoIn = (list: string): Whom[] =>
  list.split(',').flatMap((one) => {
    const [id = '', label] = one.split(/=(.*)/s).map((part) => part.trim());
    return id === '' ? [] : [{ id, label: label || id }];
  });

/** Who was chosen. */
export function chosen(said: FormData, { teams, reps, sales, salesPage, outside }: Destinations): Chosen | undefined {
  const value = said.get('team');
  const team = teams.find(({ id }) => id === value);
  if (team !== undefined) return { to: { team: team.id, label: team.label } };
  const seller = sales.find(({ id }) => id + SALES === value);
  if (seller !== undefined) return { to: { team: seller.id, label: seller.label, audience: 'sales' }, ...(salesPage === '' ? {} : { page: salesPage }) };
  const rep = value === '' ? reps.find(({ id }) => id === said.get('rep')) : undefined;
  if (rep !== undefined) return { to: { rep: rep.id, label: rep.label } };
  const far = value === OUTSIDE && said.get('outside') !== '' ? outside[Number(said.get('outside'))] : undefined;
  return far && { to: { team: far.team, label: far.label ?? far.team, ...(far.key === undefined ? {} : { key: far.key }) }, outside: true, ...(far.page === undefined ? {} : { page: far.page }) };
}

export function whomFields({ teams, reps, sales, outside }: Destinations): TemplateResult {
  const chip = (value: string, label: string): TemplateResult => html`<label dir="auto"><input type="radio" name="team" value=${value} />${label}</label>`;
  return html`<fieldset>
    <legend>${words.to}</legend>
    <div class="chips">
      ${teams.map(({ id, label }) => chip(id, quoted(label, 60)))} ${sales.map(({ id, label }) => chip(id + SALES, quoted(label, 60)))}
      ${reps.length === 0 ? nothing : chip('', words.person)} ${outside.length === 0 ? nothing : chip(OUTSIDE, words.outside)}
    </div>
    ${reps.length === 0
      ? nothing
      : html`<select class="line person" name="rep" aria-label=${words.whom}>
          <option value="">${words.whom}</option>
          ${reps.map(({ id, label }) => html`<option value=${id} dir="auto">${quoted(label, 60)}</option>`)}
        </select>`}
    ${outside.length === 0
      ? nothing
      : html`<select class="line outside" name="outside" aria-label=${words.whomOutside}>
          ${outside.length === 1 ? nothing : html`<option value="">${words.whomOutside}</option>`}
          ${outside.map(({ team, label }, index) => html`<option value=${index} dir="auto">${quoted(label ?? team, 60)}</option>`)}
        </select>`}
  </fieldset>`;
}
