import type { Consumer, JsMsg } from '@nats-io/jetstream';

/**
 * Whether a reader on the server has handed over all that there is, `last` being the last of it that came here. Each message
 * tells how many come after it; but what lay last may be erased while the others are on their way, and then none says «none».
 */
export async function isAtEnd(consumer: Consumer, last: JsMsg | undefined): Promise<boolean> {
  const { name, num_pending: pending, delivered } = await consumer.info();
  return pending === 0 && delivered.consumer_seq === (last?.info.consumer === name ? last.info.deliverySequence : 0);
}
