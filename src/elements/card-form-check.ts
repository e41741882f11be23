/** A check of identity, written down: by which of the policy's methods, and what it is good for. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Level } from '../model/entry.js';
import type { Policy } from '../model/policy.js';
import { choice, type Desk, recorded, small } from './card-form.js';
import { actionLabel, who } from './card-view.js';
import { named, quoted } from './text.js';
import { span } from './when.js';
import { cardWords } from './words/card.js';
import { checkWords as words } from './words/check.js';

/** Weakest first. */
const LEVELS: readonly Level[] = ['none', 'matched', 'verified', 'strong'];
const reaches = (level: Level, needed: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(needed);

const methodName = (method: string, { checks }: Policy): string => checks[method]?.label ?? named(cardWords.methods, method) ?? quoted(method, 60);

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

export function check(desk: Desk): TemplateResult {
  const { policy, action, touchpoint, context, since } = desk;
  const methods = Object.entries(policy.checks).filter(([, { level }]) => level !== 'none');
  const levelOf = (method = ''): Level => policy.checks[method]?.level ?? 'none';
  const level = levelOf(desk.draft['method'] ?? methods[0]?.[0]);
  // A check is for something: what the customer wants, where the host says so.
  const isWanted = (name: string): boolean => policy.actions[action] === undefined || name === action;
  // Nobody is asked for the same proof twice: somebody else on this call may have been faster.
  const theirs = touchpoint.guide(context).receipts.find(({ good, at, by }) => good && at >= since && by.id !== touchpoint.author.id);
  return small(desk, {
    fields: html`${choice(desk, { name: 'method', label: words.method }, methods.map(([method]) => [method, methodName(method, policy)]))}
      <fieldset>
        <legend>${words.goodFor}</legend>
        ${Object.entries(policy.actions).map(
          ([name, rule]) =>
            html`<label class="tick"><input type="checkbox" name="for" value=${name} .defaultChecked=${isWanted(name)} ?disabled=${!reaches(level, rule.level)} /> ${rule.label ?? capital(actionLabel(name, policy))}</label>`,
        )}
      </fieldset>
      <p class="quiet">${words.howLong(span(policy.receiptMinutes * 60_000))}</p>`,
    save: words.save,
    ...(theirs === undefined ? {} : { notice: words.meanwhile(methodName(theirs.method, policy), who(theirs)) }),
    send: (value, all) => {
      const method = value('method');
      return recorded(desk, { kind: 'checked', method, level: levelOf(method), goodFor: all.getAll('for').map(String), until: Date.now() + policy.receiptMinutes * 60_000 }, () => words.saved);
    },
  });
}
