// Reads XLIFF with the npm package xliff, fills in targets, writes it again. usage: round_trip.mjs < from.xlf > to.xlf
import { readFileSync } from 'node:fs';
import { js2xliff, xliff2js } from 'xliff';

const file = await xliff2js(readFileSync(0, 'utf8'));
const translated = (part) =>
  typeof part === 'string'
    ? part.replace(/\p{L}+/gu, (word) => (word.length > 3 ? word.toUpperCase() : word))
    : Array.isArray(part)
      ? part.map(translated)
      : part;
for (const units of Object.values(file.resources))
  for (const unit of Object.values(units)) unit.target = translated(unit.source);
process.stdout.write(await js2xliff(file));
