/** The company's public web form. It would be the same page without say-once. */
import '../src/define.js';
import { ADA, beFramed, get, happened, onMessage, type } from './story.js';

const form = get<HTMLFormElement>('form');
const thanks = get<HTMLElement>('#thanks');

function write(): void {
  const words: Record<string, string> = { given: ADA.given, family: ADA.family, account: ADA.account, phone: ADA.phone, email: ADA.email, topic: ADA.topic, message: ADA.message };
  for (const [name, text] of Object.entries(words)) type(get(`#${name}`), text);
  get<HTMLButtonElement>('.end button').focus();
}

// A real page would send the form to its server here.
form.addEventListener('submit', (event) => event.preventDefault());

document.addEventListener('say-once-recorded', ({ kinds }) => {
  if (!kinds.includes('issue')) return;
  get('.big').textContent = `Thank you, ${get<HTMLInputElement>('#given').value}.`;
  form.hidden = true;
  thanks.hidden = false;
  happened('sent');
});

document.addEventListener('say-once-filled', () => happened('again'));
get('#again').addEventListener('click', () => location.reload());
onMessage((message) => {
  if (message.type !== 'help') return;
  if (thanks.hidden) write();
  else location.reload();
});
beFramed();
