// Follows links.next from an address to the end, or for so many pages. usage: walk.mjs SITE PATH [PAGES]
// Prints the bytes of all bodies, their number, and the address of the last page.
const [site, path, most = Infinity] = process.argv.slice(2);
let bytes = 0, pages = 0, next = path, last = path;
while (next && pages < Number(most)) {
  last = next;
  const answer = await fetch(site + next, { headers: { 'Accept-Encoding': 'identity' } });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${next} ${body}`);
  bytes += Buffer.byteLength(body);
  pages += 1;
  next = JSON.parse(body).links?.next ?? '';
}
console.log(bytes, pages, last);
