import { it } from 'vitest';
import { Profile, servePage } from './page/serve.js';
it('raw', { timeout: 600_000 }, async () => {
  const served = await servePage();
  let lost = 0;
  for (let p = 0; p < 6; p++) {
  const profile = new Profile(served.address);
  let total = 0;
  for (let round = 0; round < 14; round++) {
    const page = await profile.page();
    const count = await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((res) => { const r = indexedDB.open('raw', 1); r.onupgradeneeded = () => { r.result.createObjectStore('s', { autoIncrement: true }); }; r.onsuccess = () => res(r.result); });
      const n = await new Promise<number>((res) => { const r = db.transaction('s').objectStore('s').count(); r.onsuccess = () => res(r.result); });
      let acked = n; (window as any).acked = () => acked;
      const put = () => { const tx = db.transaction('s', 'readwrite', { durability: 'strict' }); tx.objectStore('s').add(crypto.getRandomValues(new Uint8Array(3000))); tx.oncomplete = () => { acked++; put(); }; };
      for (let i = 0; i < 6; i++) put();
      return n;
    });
    if (count < total) { lost++; console.log('RAW LOST', p, round, count, total); }
    await page.waitForTimeout(300 + Math.random() * 200);
    total = await page.evaluate(() => (window as any).acked());
    await profile.kill();
  }
  await profile.remove();
  }
  console.log('kills', 84, 'lost', lost);
  served.close();
});
