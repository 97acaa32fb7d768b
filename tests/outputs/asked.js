// Asks for outputs, and checks what all their answers have in common.
import assert from 'node:assert/strict';

const base = process.argv[2];
export const root = `${base}/services/v1/`;

/// The answer's text, after its headers have been checked.
export async function asked(path, type, { locale = 'nl', file } = {}) {
  const answer = await fetch(root + path);
  assert.equal(answer.status, 200, `${path}: ${answer.status}`);
  assert.equal(answer.headers.get('content-type'), type, path);
  assert.equal(answer.headers.get('content-language'), locale, path);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*', path);
  assert.equal(answer.headers.get('content-disposition'), file ? `attachment; filename="${file}"` : null, path);
  const etag = answer.headers.get('etag');
  assert.match(etag, /^"[0-9a-f]{32}"$/, path);
  const again = await fetch(root + path, { headers: { 'If-None-Match': `"0", W/${etag}` } });
  assert.equal(again.status, 304, path);
  assert.equal(again.headers.get('etag'), etag, path);
  assert.equal((await fetch(root + path, { headers: { 'If-None-Match': '"0"' } })).status, 200, path);
  const head = await fetch(root + path, { method: 'HEAD' });
  assert.equal(head.headers.get('etag'), etag, path);
  assert.equal(await head.text(), '', path);
  // response.text() would take a byte order mark away.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await answer.arrayBuffer());
}

/// That it is refused, for what is said of that parameter or with that status.
export async function refused(path, parameter, status = 400) {
  const answer = await fetch(root + path);
  assert.equal(answer.status, status, path);
  const { errors } = await answer.json();
  if (parameter) assert.equal(errors[0].source.parameter, parameter, path);
  assert.ok(errors[0].detail.length > 0, path);
}

/// RFC 5545 section 3.1 and RFC 6350 section 3.2: lines of at most 75 octets, which end in CR LF; each is whole UTF-8.
export async function folds(path) {
  const bytes = Buffer.from(await (await fetch(root + path)).arrayBuffer());
  assert.equal(bytes.subarray(-2).toString('latin1'), '\r\n', path);
  const lines = bytes.toString('latin1').split('\r\n').slice(0, -1);
  let folded = 0;
  for (const line of lines) {
    assert.ok(line.length <= 75, `${path}: ${line.length} octets`);
    assert.ok(!/[\r\n]/.test(line), path);
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'));
    if (line.startsWith(' ')) folded += 1;
  }
  assert.ok(folded > 2, `${path}: something is folded`);
}
