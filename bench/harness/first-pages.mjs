// The pages whose first text is timed. In all of them the same observer looks for it: in the document and in every shadow root.
const WHO = 7;

const observer = (text) => `<script>
window.firstText = new Promise((seen) => {
  const textOf = (root) => (root === document ? document.querySelector('p')?.textContent : root.textContent) ?? '';
  const look = (root) => new MutationObserver(() => textOf(root).includes(${JSON.stringify(text)}) && seen(performance.now())).observe(root, { subtree: true, childList: true, characterData: true });
  look(document);
  setTimeout(() => seen(undefined), 10_000);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { const root = attach.call(this, how); look(root); return root; };
});
</script>`;

const page = (text, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>first</title><link rel="icon" href="data:,">${observer(text)}</head><body>${body}</body></html>`;

/** The given name of that customer: on the card of everybody. */
const NAME = 'Fatima';

const card = (keys) => `<say-once audience="support" rep="rep-17" ${keys}><say-once-card customer="cus_${WHO}"></say-once-card></say-once>`;

/** A host that has its key after sign-in, and nothing else to do. */
const hostKeys = `<script>
crypto.subtle.digest('SHA-256', new TextEncoder().encode('support')).then((bits) => crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits'])).then((key) => {
  const seat = document.querySelector('say-once');
  seat.keys = { support: [{ id: 'k1', key }] };
  seat.setAttribute('name', 'bench');
});
</script>`;

/** Of the emoji the second one is looked for: the first one is on a tab as well, which is there before any data are. */
export const firstPages = {
  'raw/first': page(NAME, `<p></p><script>
const request = indexedDB.open('bench', 1);
request.onsuccess = () => {
  const get = request.result.transaction('snap').objectStore('snap').get('cus_${WHO}');
  get.onsuccess = () => { document.querySelector('p').textContent = get.result.context.facts.find(({ fact }) => fact === 'given-name').values[0].value + ': ' + get.result.context.issues[0].words; };
};
</script>`),
  'sealed/first': page(NAME, `<script async src="say-once.js" data-name="bench" data-audience="support"></script>${card('')}${hostKeys}`),
  'device/first': page(NAME, `<script async src="say-once.js" data-name="bench" data-audience="support"></script>${card('name="bench" keys="device"')}`),
  'emoji-picker-element/first': page('😃', '<script type="module" src="emoji.js"></script><emoji-picker data-source="data.json"></emoji-picker>'),
};
