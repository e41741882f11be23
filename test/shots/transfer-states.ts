/** A customer passes from Ana to Ben: giving, waiting, taking. */
import '../../src/elements/define/transfer.js';
import type { SayOnceTransfer } from '../../src/elements/transfer.js';
import { ada, open, show, touchpointOf, until } from './scene.js';

async function transfer(customer: string, label = 'Ana', team = 'care'): Promise<SayOnceTransfer> {
  const root = show(`<say-once-transfer ${customer === '' ? '' : `customer="${customer}"`} teams="Billing, Retention, Field service"></say-once-transfer>`, 'support', label, team);
  await touchpointOf(root);
  return root.querySelector('say-once-transfer') as SayOnceTransfer;
}
