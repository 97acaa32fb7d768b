// Writes the content of the comparison into the folder: 1,000 items of 2.3 KB of Dutch and French, always the same.
// usage: content.mjs SOURCE FOLDER
// The text is that of the sample pages, sentence by sentence in another order. For Tandem it is 500 pages in two
// languages (FOLDER/import), for the peers a row for each page and language (FOLDER/items.json), which spares them joins.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
const [source, folder] = process.argv.slice(2);
const languages = ['nl', 'fr'], pages = 500, bytes = 2120;
const sections = ['presentation', 'inside_prison', 'outside_prison', 'services', 'news', 'about_site'];

// Numbers that look random and are the same each time (mulberry32).
let state = 20260301;
function below(limit) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
}
const pick = (all) => all[below(all.length)];

const samples = readdirSync(`${source}/config/sample/entries/page`).sort()
  .map((name) => JSON.parse(readFileSync(`${source}/config/sample/entries/page/${name}`)));
const texts = (language) => samples.map((sample) => sample.variants[language]?.at(-1).data).filter(Boolean);
const isProse = (paragraph) => /^\p{L}/u.test(paragraph) && /[.?!]$/.test(paragraph);
const sentences = (language) => texts(language)
  .flatMap(({ body }) => body.split('\n\n').filter(isProse).flatMap((paragraph) => paragraph.split(/(?<=[.?!]) /)));
const words = Object.fromEntries(languages.map((language) =>
  [language, { titles: texts(language).map(({ title }) => title), sentences: sentences(language) }]));

function page(language, number) {
  const { titles, sentences } = words[language];
  const title = `${titles[number % titles.length]} (${number})`;
  const slug = title.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const summary = pick(sentences.filter((sentence) => sentence.length < 200));
  let body = pick(sentences);
  for (let count = 1; Buffer.byteLength(title + summary + body) < bytes; count += 1)
    body += (count % 4 === 0 ? '\n\n' : ' ') + pick(sentences);
  return { title, slug, summary, body };
}

mkdirSync(`${folder}/import/entries/page`, { recursive: true });
writeFileSync(`${folder}/import/tandem.json`, JSON.stringify({ format: 1, locales: languages }));
const items = [];
for (let number = 1; number <= pages; number += 1) {
  const shared = { section: sections[number % sections.length], position: (number * 211) % pages };
  const revisions = (data) =>
    [{ created_at: '2026-01-01T09:00:00Z', author: 'import', message: 'Comparison', data }];
  const entry = {
    id: `019b7600-0000-7000-8000-${String(number).padStart(12, '0')}`, type: 'page', organisation: null, successor: null,
    created_at: '2026-01-01T09:00:00Z', variants: { shared: revisions(shared) },
    publications: ['shared', ...languages].map((locale) => ({ locale, revision: 1, from: '2026-01-01T10:00:00Z' })),
  };
  for (const language of languages) {
    const data = page(language, number);
    entry.variants[language] = revisions(data);
    items.push({ ...data, ...shared, language });
  }
  writeFileSync(`${folder}/import/entries/page/${entry.variants.nl[0].data.slug}.json`, JSON.stringify(entry, null, 2));
}
writeFileSync(`${folder}/items.json`, JSON.stringify(items));
const sizes = items.map((item) => Buffer.byteLength(JSON.stringify(item))).sort((a, b) => a - b);
console.log(`${items.length} items of ${sizes[0]} to ${sizes.at(-1)} bytes, median ${sizes[items.length / 2]}`);
