// The table as a picture: a panel a row, a bar a contestant, and the middle half of the rounds as its spread.

const COLUMNS = 3;
const WIDTH = 420;
const LABEL = 132;
const BAR = 17;
const HEAD = 34;
const GAP = 22;
/** A bar this many times as long as the floor's is cut off, or nothing else could be seen. */
const CUT = 6;

const COLOURS = [
  [/^sealed/, '#1f5f8b'],
  [/^unsealed/, '#6fa8c9'],
  [/^raw|BroadcastChannel/, '#8a8f94'],
  [/./, '#c9b48a'],
];
const colourOf = (name) => COLOURS.find(([which]) => which.test(name))[1];

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const short = (value) => (value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(0) : value.toFixed(2));

function bar(line, index, scale, floor) {
  const y = HEAD + index * BAR;
  const room = WIDTH - LABEL - 92;
  const x = (value) => LABEL + Math.min(room, (value / scale) * room);
  const cut = line.p50 > scale;
  const spread = line.low === undefined || cut ? '' : `<path d="M${x(line.low)} ${y + 6.5}H${x(line.high)}M${x(line.low)} ${y + 4}v5M${x(line.high)} ${y + 4}v5" stroke="#222" fill="none"/>`;
  const times = line.ratio === undefined ? '' : `  ${line.ratio.median.toFixed(2)}×`;
  const own = line === floor ? ' font-weight="600"' : '';
  return `<text x="${LABEL - 6}" y="${y + 10}" text-anchor="end"${own}>${escaped(line.contestant)}</text><rect x="${LABEL}" y="${y + 1}" width="${Math.max(1, x(line.p50) - LABEL)}" height="11" fill="${colourOf(line.contestant)}"/>${spread}<text x="${x(cut ? scale : Math.max(line.p50, line.high ?? 0)) + 5}" y="${y + 10}" fill="#444">${cut ? '» ' : ''}${short(line.p50)}${times}</text>`;
}

function panel(title, lines) {
  const floor = lines.find(({ ratio }) => ratio === undefined) ?? lines[0];
  const own = Math.max(...lines.filter(({ contestant }) => /sealed/.test(contestant)).map(({ high, p50 }) => high ?? p50), floor.p50);
  const longest = Math.max(...lines.map(({ high, p50 }) => high ?? p50));
  const scale = Math.min(longest, Math.max(CUT * floor.p50, own * 1.1)) || 1;
  const bars = lines.map((line, index) => bar(line, index, scale, floor)).join('');
  return { height: HEAD + lines.length * BAR + GAP, svg: `<text x="0" y="14" font-size="13" font-weight="600">${escaped(title)}</text><text x="0" y="27" fill="#666">${escaped(lines[0].unit)}${lines[0].unit.endsWith('/s') ? ', more is better' : ''}</text>${bars}` };
}

/** @returns an SVG of all lines */
export function picture(lines, about) {
  const titles = [...new Set(lines.filter(({ aside }) => aside !== true).map(({ title }) => title))];
  const heights = Array.from({ length: COLUMNS }, () => 84);
  const panels = titles.map((title) => {
    const { height, svg } = panel(title, lines.filter((line) => line.title === title));
    const column = heights.indexOf(Math.min(...heights));
    const y = heights[column];
    heights[column] += height;
    return `<g transform="translate(${24 + column * (WIDTH + 24)} ${y})">${svg}</g>`;
  });
  const width = 24 + COLUMNS * (WIDTH + 24);
  const height = Math.max(...heights) + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="10.5"><rect width="100%" height="100%" fill="#fff"/><text x="24" y="28" font-size="18" font-weight="600">say-once, measured</text><text x="24" y="45" fill="#666" font-size="11">${escaped(about)}</text><text x="24" y="60" fill="#666" font-size="11">Bars: the median of the rounds' medians. Lines: their middle half. ×: the median of the ratios within rounds, to the one in bold, or to the nearest above without a ratio.</text>${panels.join('')}</svg>\n`;
}
