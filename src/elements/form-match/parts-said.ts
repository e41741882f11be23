/** What was said in several fields, told as the one thing that it is. */
import type { Draft } from '../../model/entry.js';
import type { Control } from '../form-fields.js';
import type { Seen } from '../form-said.js';
import { isPiece, joined, wholeOf } from './parts.js';

export { isPart } from './parts.js';

/** What has several fields is told, or used, as one. */
export function partsSaid(parts: ReadonlyMap<string, { control: Control; value: string }>, seen: Seen): (Draft & { fact: string })[] {
  return [...new Set([...parts.keys()].map((part) => wholeOf(part) ?? ''))].flatMap((fact) => {
    const [first, ...others] = [...parts].filter(([part]) => wholeOf(part) === fact);
    if (first === undefined || first[1].value === '' || others.some(([part, { value }]) => isPiece(part) && value === '')) return [];
    const ours = seen.ours(first[1].control);
    const all = [first, ...others];
    if (all.every(([, { control, value }]) => (seen.ours(control)?.value ?? '') === value) && ours !== undefined && !ours.accepted) return { kind: 'used', fact, value: ours.from.value };
    if (!all.some(([, { control }]) => seen.touched(control) || seen.ours(control) !== undefined)) return [];
    const value = joined(fact, Object.fromEntries(all.map(([part, said]) => [part, said.value])), first[1].control.closest('[lang]')?.getAttribute('lang') ?? '');
    return { kind: 'told', fact, value, ...(ours === undefined ? {} : { confirms: true }) } as const;
  });
}
