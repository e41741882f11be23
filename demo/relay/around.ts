/** The page around, where the panes have a relay between them: stops the server and starts it again, and says what that means. */
import { get } from '../story.js';

const POWER = `<p class="relay"><span id="power-said" role="status"></span> <button id="power"></button></p>`;
const FOOT = `<p>Five pages, each with an origin and a storage of its own, as on five machines: nothing leads from one to another but a NATS server, a gateway for the form, and the intake that opens what it sealed. Stop the server whenever you like: everything goes on, and is caught up with afterwards.</p>
<p>The server holds sealed messages; the keys were made for this run, and go with it. Northline and its people are invented.</p>`;

const header = get<HTMLElement>('header');
header.insertAdjacentHTML('beforeend', POWER);
get('footer').innerHTML = FOOT;
const said = get<HTMLElement>('#power-said');
const power = get<HTMLButtonElement>('#power');

async function tell(what: 'state' | 'power' | 'over'): Promise<void> {
  const answer = await fetch(`/host/${what}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`The host says ${answer.status}.`);
  show(((await answer.json()) as { up: boolean }).up);
}

function show(up: boolean): void {
  document.body.classList.toggle('stopped', !up);
  const text = up ? 'The server between the panes is running.' : 'The server is stopped. Go on: everything goes out when it is back.';
  if (said.textContent !== text) said.textContent = text;
  power.textContent = up ? 'Stop the server' : 'Start the server';
  power.disabled = false;
}

power.addEventListener('click', () => {
  power.disabled = true;
  tell('power').catch((error: unknown) => void (said.textContent = String(error)));
});
void tell('state');

/** Another company, with streams and keys of its own, and nothing in them but what was known before. */
export const startOver = (): Promise<void> => tell('over');
