// Puts the items into a peer and prints the ids of the first Dutch ones.
// usage: fill.mjs directus|strapi URL TOKEN ITEMS HOW_MANY_IDS
import { readFileSync } from 'node:fs';
const [peer, url, token, file, wanted] = process.argv.slice(2);
const items = JSON.parse(readFileSync(file));

async function send(method, path, body) {
  const response = await fetch(url + path, {
    method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()).data;
}

// A collection as the Directus app makes it: ids that count, and every change kept in activity and revisions.
async function directus() {
  const field = (name, type, meta = {}) => ({ field: name, type, schema: {}, meta });
  await send('POST', '/collections', {
    collection: 'page', schema: {}, meta: {},
    fields: [
      { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true }, meta: {} },
      field('title', 'string'), field('slug', 'string'), field('summary', 'text'), field('body', 'text'),
      field('section', 'string'), field('position', 'integer'), field('language', 'string'),
    ],
  });
  const [everybody] = await send('GET', '/policies?filter[name][_eq]=$t:public_label');
  await send('POST', '/permissions',
    { policy: everybody.id, collection: 'page', action: 'read', fields: ['*'], permissions: {} });
  const ids = [], batch = 100; // all at once is more than it takes
  for (let first = 0; first < items.length; first += batch)
    ids.push(...await send('POST', '/items/page?fields=id', items.slice(first, first + batch)));
  return ids.map(({ id }) => id);
}

async function strapi() {
  const ids = [];
  for (const data of items) ids.push((await send('POST', '/api/pages', { data })).documentId);
  return ids;
}

const ids = await { directus, strapi }[peer]();
console.log(ids.filter((_, at) => items[at].language === 'nl').slice(0, Number(wanted)).join('\n'));
