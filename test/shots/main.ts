/** Shows the state that the address asks for (`?card-nobody`), and says in the title when it is there; without one, lists them all. */
import { cardStates } from './card-states.js';
import { formStates } from './form-states.js';
import { guardStates } from './guard-states.js';
import { inboxStates } from './inbox-states.js';
import { transferStates } from './transfer-states.js';

const states: Record<string, () => Promise<unknown>> = { ...cardStates, ...formStates, ...guardStates, ...inboxStates, ...transferStates };
const asked = location.search.slice(1);

if (asked in states) {
  try {
    await states[asked]?.();
    await new Promise((settled) => setTimeout(settled, 400));
    document.title = 'ready';
  } catch (error) {
    document.title = `failed: ${String(error)}`;
  }
} else {
  document.body.innerHTML = Object.keys(states).map((name) => `<p><a href="?${name}">${name}</a></p>`).join('');
  document.title = 'list';
}
