// A page that keeps its own state: what the fields hold, and what the elements tell.
const [provider, form, output] = ['say-once', 'form', 'output'].map((tag) => document.querySelector(tag));
const state = { given: '', tel: '', message: '', told: [] };

function set(changes) {
  Object.assign(state, changes);
  output.textContent = JSON.stringify(state);
}

const tell = ({ type }) => set({ told: [...state.told, type] });
for (const type of ['say-once-ready', 'say-once-filled', 'say-once-recorded']) document.addEventListener(type, tell);
// Before somebody connects there is no name to open, and that is no fault to be logged.
provider.addEventListener('say-once-error', (event) => provider.name === '' && event.preventDefault());
form.addEventListener('input', ({ target }) => set({ [target.name]: target.value }));
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('#connect').addEventListener('click', () => {
  provider.policy = { region: 'GB' };
  provider.name = 'plain';
});
set({});
