// Writes a folder for `tandem import`: notes in so many languages. usage: notes.mjs FOLDER NOTES LOCALE…
import { mkdirSync, writeFileSync } from 'node:fs';

const [folder, many, ...locales] = process.argv.slice(2);
const words = {
  nl: 'Wie in de gevangenis verblijft, kan schrijven naar een dienst die hulp geeft bij schulden, werk en onderdak.',
  other: 'Qui séjourne en prison peut écrire à un service qui aide pour les dettes, l’emploi et le logement, même à Noël.',
};
const about = { created_at: '2020-01-01T08:00:00Z', author: 'import', message: 'Eerste versie' };
const revision = (data) => [{ ...about, data }];
mkdirSync(`${folder}/entries/note`, { recursive: true });
writeFileSync(`${folder}/tandem.json`, JSON.stringify({ format: 1, locales }));
for (let n = 1; n <= Number(many); n += 1) {
  const id = `0192e000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  const variants = { shared: revision({ pages: ['014170e2-9700-7001-8000-000000000015'], position: n % 100 }) };
  for (const locale of locales)
    variants[locale] = revision({ title: `Nota ${n} (${locale})`, body: `${(words[locale] ?? words.other).repeat(8)} ${n}.` });
  const publications = Object.keys(variants).map((locale) => ({ locale, revision: 1, from: '2020-01-02T08:00:00Z' }));
  writeFileSync(`${folder}/entries/note/${n}.json`, JSON.stringify(
    { id, type: 'note', organisation: null, successor: null, created_at: about.created_at, variants, publications }));
}
