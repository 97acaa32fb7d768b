// From collected figures (name, value, sign, aim, separated by tabs; the last of a name counts) to a plot and the
// README's table. usage: report.mjs FIGURES SVG [README]
import { readFileSync, writeFileSync } from 'node:fs';

const [source, svg, readme] = process.argv.slice(2);
const byName = new Map(readFileSync(source, 'utf8').trim().split('\n').map((line) => {
  const [name, value, sign, aim] = line.split('\t');
  return [name, { name, value: Number(value), shown: value, sign, aim: Number(aim) }];
}));
const figures = [...byName.values()];
// How many times better than the aim: above 1 it is met.
const better = ({ value, sign, aim }) => (aim === value ? 1 : sign === '>=' ? value / aim : aim / value);

const row = 20, left = 250, width = 820, right = width - 110, top = 46;
const height = top + figures.length * row + 40;
const limits = [1 / 32, 32];
const x = (ratio) => {
  const [low, high] = limits.map(Math.log);
  return left + (right - left) * (Math.min(Math.max(Math.log(ratio), low), high) - low) / (high - low);
};
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const sign = (figure) => (figure.sign === '>=' ? '≥' : '≤');
const text = (at, y, content, more = '') => `<text x="${at}" y="${y}" ${more}>${escaped(content)}</text>`;
const grid = [1 / 32, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 32].map((ratio) =>
  `<line x1="${x(ratio)}" x2="${x(ratio)}" y1="${top - 8}" y2="${height - 34}" stroke="${ratio === 1 ? '#1a1a1a' : '#ddd'}"/>` +
  text(x(ratio), height - 18, ratio < 1 ? `1/${1 / ratio}` : `${ratio}×`, 'text-anchor="middle" fill="#555"'));
const bars = figures.map((figure, index) => {
  const y = top + index * row, ratio = better(figure), met = ratio >= 1;
  const [from, to] = [x(1), x(ratio)].sort((a, b) => a - b);
  return text(left - 10, y + 10, figure.name, 'text-anchor="end"') +
    `<rect x="${from}" y="${y}" width="${Math.max(to - from, 1)}" height="12" fill="${met ? '#1f6f5c' : '#b3441e'}"/>` +
    text(right + 12, y + 10, `${figure.shown} (${sign(figure)} ${figure.aim})`, met ? '' : 'font-weight="bold"');
});
writeFileSync(svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="#1a1a1a">
<title>Benchmarks of Tandem against their aims</title>
<rect width="100%" height="100%" fill="#fff"/>
${text(12, 22, 'How many times better than its aim each figure is: to the right of the line it is met', 'font-size="14"')}
${[...grid, ...bars].join('\n')}
</svg>
`);

const table = ['| figure | measured | aim |', '|---|---|---|',
  ...figures.map((figure) => `| ${figure.name} | ${figure.shown} | ${sign(figure)} ${figure.aim}${better(figure) >= 1 ? '' : ' (missed)'} |`)].join('\n');
const missed = figures.filter((figure) => better(figure) < 1).length;
console.log(`${figures.length - missed} of ${figures.length} figures meet their aim; the plot is ${svg}`);
if (readme !== undefined) {
  const page = readFileSync(readme, 'utf8');
  const marks = /(<!-- figures -->\n)[^]*(<!-- end of figures -->)/;
  if (!marks.test(page)) throw new Error(`${readme} has no place for the figures`);
  writeFileSync(readme, page.replace(marks, (_, begin, end) => `${begin}${table}\n${end}`));
}
