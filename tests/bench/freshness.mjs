// Publishes one entry again and again at the first address and watches both; see freshness. `until` is a number of
// publications, or of seconds: 1000, 600s. The last line it prints: p99 in ms, and stale answers.
const [here, there, token, until] = process.argv.slice(2);
const entry = '014170e2-9700-7013-8000-000000000001';
const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.api+json' };

async function send(method, path, attributes, type, more = {}) {
  const response = await fetch(`${here}/edit/v1/${path}`,
    { method, headers: { ...headers, ...more }, body: JSON.stringify({ data: { type, attributes } }) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

// The number in both fields of what is public; throws when they differ.
async function read(url) {
  const response = await fetch(`${url}/api/v1/service/${entry}?locale=nl`);
  if (response.status !== 200) throw new Error(`${response.status}`);
  const { permanence, summary } = (await response.json()).data.attributes;
  const numbers = [permanence, summary].map((text) => Number(/\d+$/.exec(text ?? '')?.[0] ?? 0));
  if (numbers[0] !== numbers[1]) throw new Error(`torn: ${numbers}`);
  return numbers[0];
}

let acknowledged = 0, stop = false;
const reads = [0, 0], stale = [0, 0];
// Node 0 is the one that publishes: it may never answer less than was acknowledged. No node may go back.
async function watch(node, url) {
  for (let before = 0; !stop;) {
    const atLeast = Math.max(before, node === 0 ? acknowledged : 0);
    before = await read(url);
    reads[node] += 1;
    if (before < atLeast) stale[node] += 1;
  }
}

let etag = (await fetch(`${here}/edit/v1/entries/${entry}/nl`, { headers })).headers.get('etag');
const took = [];
async function publish(number) {
  const fields = { permanence: `Elke dag, versie ${number}`, summary: `Hulp voor wie vastzit, versie ${number}` };
  etag = (await send('PATCH', `entries/${entry}/nl`, { fields }, 'revision', { 'If-Match': etag })).headers.get('etag');
  await send('POST', 'bundles', { kind: 'publish', items: [{ entry, locale: 'nl' }] }, 'bundle');
  const answered = performance.now();
  acknowledged = number;
  if (await read(here) < number) stale[0] += 1;
  while (await read(there) < number);
  took.push(performance.now() - answered);
}

await publish(1);
took.length = 0;
const watchers = [watch(0, here), watch(0, here), watch(1, there)];
const begin = performance.now();
const enough = (number) => (until.endsWith('s') ? performance.now() - begin > 1000 * parseInt(until, 10) : number > Number(until));
for (let number = 2; !enough(number - 1); number += 1) await publish(number);
stop = true;
await Promise.all(watchers);
took.sort((a, b) => a - b);
const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(1);
console.log(`freshness: ${took.length} publications; the other node served them after ${at(0.5)} ms (median), ` +
  `${at(0.99)} ms (p99), ${took.at(-1).toFixed(1)} ms (longest)`);
console.log(`meanwhile ${reads[0]} reads on the node that published, ${stale[0]} of them stale; ` +
  `${reads[1]} on the other, of which ${stale[1]} went back in time; none was torn`);
console.log(at(0.99), stale[0] + stale[1]);
