/** What came of a hand-off, as the one who handed over sees it. */
import { describe, expect, it } from 'vitest';
import { firstWord, onLineSince, saidAgain } from '../../src/model/after-hand-off.js';
import type { HandOffState } from '../../src/model/context.js';
import { ANA, BEN, MINUTE, Scene, START } from './scene.js';

const CALL = { contact: 'call-1', chain: 'chain-1', channel: 'phone' } as const;
const TAKEN = { contact: 'call-2', chain: 'chain-1', channel: 'phone' } as const;

/** Ana hands over at minute 2, Ben takes it at minute 3. */
function passed(): Scene {
  const scene = new Scene();
  scene.add({ kind: 'contact', phase: 'began', ...CALL });
  scene.add({ kind: 'handoff', offer: 'o1', state: 'offered', team: 'billing', ...CALL });
  scene.add({ kind: 'handoff', offer: 'o1', state: 'accepted', ...CALL }, { by: BEN });
  scene.add({ kind: 'contact', phase: 'began', ...TAKEN }, { by: BEN, at: 3 });
  return scene;
}

const hand = (scene: Scene): HandOffState => scene.context.handoffs[0] as HandOffState;

describe('the first word', () => {
  it('is not said by taking it, by a note, or by what the one who handed over still writes', () => {
    const scene = passed();
    scene.add({ kind: 'step', step: 'note', words: 'Read it all.', ...TAKEN }, { by: BEN });
    scene.add({ kind: 'step', step: 'promised', words: 'An answer', ...CALL }, { by: ANA });
    expect(firstWord(scene.entries, hand(scene))).toBeUndefined();
  });

  it('is the first that nobody can write who has not spoken with the customer', () => {
    const scene = passed();
    scene.add({ kind: 'felt', felt: 'relieved', ...TAKEN }, { by: BEN, at: 7 });
    scene.add({ kind: 'step', step: 'promised', words: 'An answer', ...TAKEN }, { by: BEN, at: 5 });
    expect(firstWord(scene.entries, hand(scene))).toBe(START + 5 * MINUTE);
    expect(firstWord(scene.entries.toReversed(), hand(scene))).toBe(START + 5 * MINUTE);
  });

  it('is not that of another call', () => {
    const scene = passed();
    scene.add({ kind: 'told', fact: 'account', value: '4821-77', contact: 'call-9', chain: 'chain-9' }, { by: BEN });
    expect(firstWord(scene.entries, hand(scene))).toBeUndefined();
  });
});

describe('what had to be said again', () => {
  it('is nothing where nothing was, and each fact once', () => {
    const scene = passed();
    expect(saidAgain(scene.context, hand(scene))).toEqual([]);
    scene.add({ kind: 'asked', fact: 'account', ...CALL });
    scene.add({ kind: 'asked', fact: 'account', ...TAKEN }, { by: BEN });
    scene.add({ kind: 'asked', fact: 'email', contact: 'call-9', chain: 'chain-9' }, { by: BEN });
    expect(saidAgain(scene.context, hand(scene))).toEqual(['account']);
  });

  it('is not what a phone menu asked before', () => {
    const scene = new Scene();
    scene.add({ kind: 'asked', fact: 'account', contact: 'menu-1', chain: 'chain-1', channel: 'ivr' }, { at: 0 });
    scene.add({ kind: 'contact', phase: 'began', ...CALL });
    scene.add({ kind: 'handoff', offer: 'o1', state: 'offered', team: 'billing', ...CALL });
    expect(saidAgain(scene.context, hand(scene))).toEqual([]);
  });

  it('is not claimed where the call itself is no longer in the context', () => {
    const scene = passed();
    for (let index = 0; index < 25; index += 1) scene.add({ kind: 'told', fact: 'nickname', value: 'Ada', contact: `later-${index}`, chain: `later-${index}` });
    expect(saidAgain(scene.context, hand(scene))).toBeUndefined();
  });
});

describe('on the line', () => {
  it('since it was offered, until that call ended', () => {
    const scene = passed();
    expect(onLineSince(scene.context, 'o1')).toBe(START + 2 * MINUTE);
    scene.add({ kind: 'contact', phase: 'ended', ...CALL });
    expect(onLineSince(scene.context, 'o1')).toBeUndefined();
  });

  it('is said of a call and of nothing else', () => {
    const scene = new Scene();
    scene.add({ kind: 'contact', phase: 'began', ...CALL, channel: 'web-form' });
    scene.add({ kind: 'handoff', offer: 'o1', state: 'offered', team: 'billing', ...CALL, channel: 'web-form' });
    expect(onLineSince(scene.context, 'o1')).toBeUndefined();
  });
});
