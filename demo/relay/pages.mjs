// The pages of the demo as they are, but for who opens their touchpoints: here the host gives keys and a way to the relay.

/** A Vite plugin. `origins`: of the page around and of each pane. */
export function pages(origins) {
  const head = [
    { tag: 'meta', attrs: { name: 'around', content: origins.around }, injectTo: 'head' },
  ];
  const script = (src) => ({ tag: 'script', attrs: { type: 'module', src }, injectTo: 'head' });
  const paned = (html) => html.replace(/data-src="\.\/([^"]*)"/g, (_, to) => {
    const pane = /rep=(\w+)/.exec(to)?.[1] ?? to.replace('.html', '');
    return `data-src="${origins[pane]}/${to}"`;
  });
  return {
    name: 'relay',
    transformIndexHtml: {
      order: 'pre',
      handler(html, { path: page }) {
        if (page === '/index.html') return { html: paned(html).replace(/<footer>.*<\/footer>/s, '<footer></footer>'), tags: [...head, script('/relay/around.ts')] };
        return { html: html.replace(/ name="northline"/, '').replace(/ keys="device"/, ''), tags: [...head, ...(html.includes('<say-once ') ? [script('/relay/join.ts')] : [])] };
      },
    },
  };
}
