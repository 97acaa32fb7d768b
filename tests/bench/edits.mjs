// Saves revisions of the Dutch variants of notes, one after the other; prints the median time in ms.
// usage: edits.mjs SITE TOKEN EDITS
const [site, token, edits] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.api+json' };
const took = [];
for (let n = 0; n < Number(edits); n += 1) {
  const address = `${site}/edit/v1/entries/0192e000-0000-7000-8000-${(1 + n % 50).toString(16).padStart(12, '0')}/nl`;
  const head = await fetch(address, { headers });
  await head.text();
  const body = JSON.stringify({ data: { type: 'revision', attributes: { fields: { title: `Nota over een brief, ${process.pid} ${n}` } } } });
  const began = performance.now();
  const saved = await fetch(address, { method: 'PATCH', headers: { ...headers, 'If-Match': head.headers.get('etag') }, body });
  await saved.text();
  if (!saved.ok) throw new Error(`${saved.status}`);
  took.push(performance.now() - began);
}
took.sort((a, b) => a - b);
console.log(took[took.length >> 1].toFixed(3));
