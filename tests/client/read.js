// A JSON:API client that nobody here wrote reads the API: list, include, page through.
import assert from 'node:assert/strict';
import Kitsu from 'kitsu';

const api = new Kitsu({ baseURL: `${process.argv[2]}/api/v1`, camelCaseTypes: false, pluralize: false });

const services = await api.get('service', { params: { locale: 'fr', include: 'organisation,recognitions.authority' } });
assert.equal(services.data.length, 6);
for (const service of services.data) {
  assert.ok(service.name.length > 0);
  assert.ok(service.organisation.data.name.length > 0, `${service.name} has its organisation`);
}

const seen = new Set();
let after;
do {
  const params = { locale: 'nl', sort: 'title', page: { size: 4, ...(after && { after }) } };
  const page = await api.get('page', { params });
  for (const one of page.data) {
    assert.ok(!seen.has(one.id), 'no entry twice');
    seen.add(one.id);
  }
  after = page.links.next && new URL(page.links.next, 'http://localhost').searchParams.get('page[after]');
} while (after);
assert.ok(seen.size > 8, `${seen.size} pages`);

const one = await api.get(`service/${services.data[3].id}`, { params: { locale: 'nl' } });
assert.equal(one.data.id, services.data[3].id);
await assert.rejects(api.get('service/bestaat-niet'), (error) => error.response?.status === 404 || error.errors?.[0]?.status === '404');
console.log('npm client: passed');
