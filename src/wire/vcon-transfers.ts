/** Hand-offs that were taken, as a vCon's transfers. */
import { type AnyEntry, type HandOff, isKnown } from '../model/entry.js';
import { type Dialogs, rfc3339 } from './vcon-dialogs.js';
import type { Parties } from './vcon-parties.js';

export function addTransfers(entries: readonly AnyEntry[], dialogs: Dialogs, parties: Parties): void {
  const steps = entries.filter((entry): entry is HandOff => isKnown(entry) && entry.kind === 'handoff');
  const taken = new Map(steps.filter(({ state }) => state === 'accepted').map((step) => [step.offer, step]));
  for (const offered of steps.filter(({ state }) => state === 'offered')) {
    const accepted = taken.get(offered.offer);
    if (accepted === undefined) continue;
    const [transferor, transfer_target] = [parties.of(offered.by), parties.of(accepted.by)];
    const [original, target_dialog] = [dialogs.legOf(offered, transferor), dialogs.legOf(accepted, transfer_target)];
    dialogs.add({ type: 'transfer', start: rfc3339(accepted.at), transferee: 0, transferor, transfer_target, original, target_dialog });
  }
}
