// /openapi.json is valid OpenAPI 3.1, and what is read fits what it says. Both judged by tools that nobody here wrote.
import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const base = process.argv[2];
const description = await (await fetch(`${base}/openapi.json`)).json();
const judged = await new Validator().validate(structuredClone(description));
assert.ok(judged.valid, JSON.stringify(judged.errors, null, 2));
assert.equal(description.openapi, '3.1.0');

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
// Formats and vocabulary of the content types: known to the server, only annotations here.
for (const format of ['e164-phone', 'brussels-postcode']) ajv.addFormat(format, true);
ajv.addSchema(description, 'openapi');

let read = 0;
for (const [path, operations] of Object.entries(description.paths)) {
  if (!path.startsWith('/api/v1/') || path.includes('{')) continue;
  const content = operations.get.responses['2XX'].content['application/vnd.api+json'];
  const pointer = `/paths/${path.replaceAll('/', '~1')}/get/responses/2XX/content/application~1vnd.api+json/schema`;
  assert.ok(content.schema);
  for (const locale of ['nl', 'fr']) {
    const query = ['/api/v1/sitemap', '/api/v1/changes'].includes(path) ? '' : `?locale=${locale}&page[size]=100`;
    const answer = await fetch(`${base}${path}${query}`);
    assert.equal(answer.status, 200);
    const document = await answer.json();
    const fits = ajv.getSchema(`openapi#${encodeURI(pointer)}`) ?? ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
    assert.ok(fits(document), `${path}: ${ajv.errorsText(fits.errors)}`);
    read += document.data.length;
    if (document.data.length > 0) {
      document.data[0].id = 7;
      assert.ok(!fits(document), `${path}: the description tells a wrong answer from a right one`);
    }
  }
}
assert.ok(read > 100, `${read} entries`);

const changes = description.paths['/api/v1/changes'].get;
assert.ok(changes.responses['2XX'].content['text/event-stream'].schema);
assert.ok(changes.parameters.some(({ name, in: where }) => name === 'Last-Event-ID' && where === 'header'));

const wrong = ajv.getSchema('openapi#/components/schemas/Errors') ?? ajv.compile({ $ref: 'openapi#/components/schemas/Errors' });
assert.ok(wrong(await (await fetch(`${base}/api/v1/service?kleur=rood`)).json()), ajv.errorsText(wrong.errors));
console.log(`openapi: passed (${read} entries fit their description)`);
