/** Every state of the inbox. */
import { ada, open, reads, show, written } from './scene.js';

const list = async (text: string): Promise<unknown> => reads(show('<say-once-inbox></say-once-inbox>', 'support').querySelector('say-once-inbox') as Element, text);

export const inboxStates: Record<string, () => Promise<unknown>> = {
  'inbox-empty': () => list('Every message is with somebody.'),
  'inbox-messages': async () => {
    const desk = await open('support');
    await ada(desk);
    await written(desk);
    await list('1 message');
  },
};
