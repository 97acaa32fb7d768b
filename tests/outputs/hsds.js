// The API of HSDS 3.0: every answer is what the standard's own JSON Schemas and OpenAPI description say, and what the
// content says. The schemas are read from $HSDS_SCHEMA.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2020.js';
import { asked, refused, root } from './asked.js';
import { ids, office, service, year } from './content.js';

const folder = process.env.HSDS_SCHEMA;

/// Judges of whole objects, by name. Each takes what the schema describes and nothing else: a name with a typing error
/// would be valid otherwise. `beside`: what answers hold that only the standard's examples show.
function judges() {
  if (!fs.existsSync(folder)) {
    console.log(`outputs: SKIPPED the schemas of HSDS: there is no folder ${folder}`);
    return () => {};
  }
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const beside = { 'organization.json': ['services'], 'service_at_location.json': ['service'] };
  const close = (schema, extra = []) => {
    for (const part of Object.values(schema.properties ?? {})) close(part.items ?? part);
    if (!schema.properties) return;
    for (const name of extra) schema.properties[name] = {};
    schema.additionalProperties = false;
  };
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'openapi.json');
  assert.ok(files.length >= 21, `${files.length} schemas`);
  for (const name of [...files, ...fs.readdirSync(path.join(folder, 'compiled')).map((name) => `compiled/${name}`)]) {
    const schema = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    close(schema, beside[name]);
    ajv.addSchema({ ...schema, $id: `https://hsds/${name}` });
  }
  const api = JSON.parse(fs.readFileSync(path.join(folder, 'openapi.json'), 'utf8'));
  const page = structuredClone(api.components.schemas.Page);
  page.properties.contents = { type: 'array' };
  close(page);
  ajv.addSchema({ ...page, required: Object.keys(page.properties), $id: 'https://hsds/page.json' });
  const about = api.paths['/'].get.responses[200].content['application/json'].schema;
  ajv.addSchema({ ...about, additionalProperties: false, required: Object.keys(about.properties), $id: 'https://hsds/about.json' });
  const judge = (name, value) => {
    const fits = ajv.getSchema(`https://hsds/${name}`);
    assert.ok(fits(value), `${name}: ${ajv.errorsText(fits.errors)}\n${JSON.stringify(value).slice(0, 400)}`);
  };
  // They can tell: a wrong id, a word of another list, a member that there is not.
  const good = { id: ids.service, name: 'Hulp', status: 'active' };
  judge('service.json', good);
  for (const wrong of [{ ...good, id: 'apo' }, { ...good, status: 'open' }, { ...good, naam: 'Hulp' }, { id: good.id }])
    assert.throws(() => judge('service.json', wrong));
  judge.paths = Object.keys(api.paths);
  return judge;
}

const judge = judges();
/// In that language, or in Dutch what is there in Dutch alone.
const read = async (path, locale = 'nl') => JSON.parse(await asked(`hsds${path}${path.includes('?') ? '&' : '?'}locale=${locale}`,
  'application/json', { locale: path.includes(ids.dutchOnly) ? 'nl' : locale }));
const items = async (path, locale) => (await read(path, locale)).contents;

/// Of each resource: the schema of one, and of one in a list.
const resources = {
  services: ['service.json', 'compiled/service_list.json', 8],
  organizations: ['organization.json', 'compiled/organization_list.json', 6],
  taxonomies: ['taxonomy.json', 'taxonomy.json', 4],
  taxonomy_terms: ['taxonomy_term.json', 'taxonomy_term.json', 20],
  service_at_locations: ['service_at_location.json', 'compiled/service_at_location_list.json', 3],
};
if (judge.paths) assert.deepEqual(judge.paths.filter((one) => /^\/\w+$/.test(one)).sort(), Object.keys(resources).map((one) => `/${one}`).sort());

const about = JSON.parse(await asked('hsds/', 'application/json', { locale: 'en' }));
judge('about.json', about);
assert.equal(about.version, '3.0');
assert.ok((await (await fetch(about.openapi_url)).json()).paths['/services/v1/hsds/services/{id}'], 'the description is there');
assert.equal(await asked('hsds', 'application/json', { locale: 'en' }), `${JSON.stringify(about)}\n`);

/// All ids in an object, with the place of each; the same entry may be there more than once, a derived part may not.
function derived(value, found = []) {
  if (value !== null && typeof value === 'object') {
    if (/^........-....-5/.test(value.id ?? '') && !('taxonomy' in value) && !value.description?.match(/^(Wie|Qui) /)) found.push(value.id);
    for (const [name, part] of Object.entries(value)) if (name !== 'organization') derived(part, found);
  }
  return found;
}

const full = {};
for (const [name, [one, listed, count]] of Object.entries(resources)) {
  for (const locale of ['nl', 'fr']) {
    const all = await read(`/${name}?per_page=500`, locale);
    judge('page.json', all);
    assert.equal(all.total_items, count, name);
    assert.deepEqual({ ...all, contents: all.contents.length },
      { total_items: count, total_pages: 1, page_number: 1, size: count, first_page: true, last_page: true, empty: false, contents: count });
    const seen = [];
    for (const item of all.contents) {
      judge(listed, item);
      const whole = await read(`/${name}/${item.id}`, locale);
      judge(one, whole);
      seen.push(...derived(whole));
      full[`${name}/${locale}/${item.id}`] = whole;
      if (whole.services) for (const given of whole.services) judge('service.json', given);
      if (whole.service) judge('service.json', whole.service);
    }
    if (name === 'services') assert.equal(new Set(seen).size, seen.length, 'parts have ids of their own');
    // Page by page, it is the same list.
    const paged = [];
    for (let page = 1; page <= Math.ceil(count / 2); page += 1) {
      const part = await read(`/${name}?per_page=2&page=${page}`, locale);
      judge('page.json', part);
      assert.deepEqual([part.first_page, part.last_page, part.total_items], [page === 1, page === Math.ceil(count / 2), count]);
      paged.push(...part.contents);
    }
    assert.deepEqual(paged, all.contents);
    const beyond = await read(`/${name}?page=1000`, locale);
    assert.deepEqual([beyond.empty, beyond.size, beyond.first_page, beyond.last_page], [true, 0, false, true]);
    const lines = await asked(`hsds/${name}?format=ndjson&locale=${locale}`, 'application/x-ndjson', { locale });
    assert.deepEqual(lines.trimEnd().split('\n').map((line) => JSON.parse(line)), all.contents);
  }
  await refused(`hsds/${name}/${ids.service.replace('7013', '7fff')}`, undefined, 404);
  for (const [query, parameter] of [['kleur=rood', 'kleur'], ['per_page=501', 'per_page'], ['per_page=0', 'per_page'], ['page=0', 'page'],
    ['page=een', 'page'], ['format=xml', 'format'], ['locale=de', 'locale'], ['format=ndjson&page=2', 'page'], ['page=1&page=2', 'page'],
    ['postcode=1000', 'postcode'], ['at=2015-01-01', 'at']]) await refused(`hsds/${name}?${query}`, parameter);
}

for (const name of ['services', 'organizations', 'service_at_locations'])
  for (const item of await items(`/${name}?full=true`)) assert.deepEqual(item, (await read(`/${name}/${item.id}`)), `${name}: full`);
for (const nested of await items('/organizations?full_service=true')) {
  judge('organization.json', nested);
  for (const given of nested.services) {
    judge('service.json', given);
    assert.deepEqual(given, await read(`/services/${given.id}`));
  }
}
for (const small of await items('/services?minimal=true')) assert.deepEqual(Object.keys(small), ['id', 'modified_date']);
await refused('hsds/services?full=ja', 'full');

// Terms and organizations that services name can be asked for; ids are the same in both languages.
for (const { id, attributes = [] } of await items('/services?full=true')) {
  for (const { taxonomy_term: term } of attributes.filter((one) => one.taxonomy_term_id))
    assert.deepEqual(term, full[`taxonomy_terms/nl/${term.id}`], `${term.name} of ${id}`);
  const [dutch, french] = ['nl', 'fr'].map((locale) => derived(full[`services/${locale}/${id}`]));
  assert.ok(french.length > 0 && french.every((part) => dutch.includes(part)), 'a note may be in Dutch alone');
}
for (const term of await items('/taxonomy_terms?per_page=500')) assert.deepEqual(term.taxonomy_detail, full[`taxonomies/nl/${term.taxonomy_id}`]);

// What the test's own service says.
for (const locale of ['nl', 'fr']) {
  const said = service[locale];
  const whole = await read(`/services/${said.slug}`, locale);
  const own = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]));
  assert.deepEqual(own(whole, ['name', 'eligibility_description', 'application_process', 'email', 'url', 'minimum_age', 'assured_date', 'fees_description']),
    { name: said.name, eligibility_description: said.eligibility, application_process: said.referral, email: service.shared.email,
      url: service.shared.site, minimum_age: 18, assured_date: `${year}-02-03`, fees_description: locale === 'nl' ? 'gratis' : 'gratuit' });
  assert.equal(whole.description, `${said.summary}\n\n${said.help}`);
  assert.deepEqual(whole.required_documents.map((one) => one.document), said.required_documents);
  assert.deepEqual(whole.phones.map(({ number, type }) => `${type} ${number}`), ['voice +3225375928', 'cell +32470123456', 'fax +3225371093']);
  assert.deepEqual(whole.languages.map(({ name }) => name), locale === 'nl' ? ['Nederlands', 'Frans', 'Arabisch'] : ['néerlandais', 'français', 'arabe']);
  assert.deepEqual(whole.schedules.map((one) => ['byday', 'opens_at', 'closes_at', 'valid_from', 'valid_to', 'dtstart', 'until'].map((name) => one[name] ?? '').join(' ').trim()), [
    'MO,WE 09:00 12:30', 'FR 22:00 02:00', `TU 13:00 00:00 ${year}-03-02 ${year}-10-31`,
    ...[[0, '07-01', '08-15', ' '], [0, '07-13', '07-17', '10:00 11:00'], [1, '12-26', '12-28', '20:00 01:30']].map(
      ([later, from, until, times]) => `MO,TU,WE,TH,FR,SA,SU ${times} ${year + later}-${from} ${year + later}-${until} ${year + later}-${from} ${year + later}-${until}`), '']);
  assert.equal(whole.schedules.at(-1).description, said.permanence);
  assert.deepEqual(whole.contacts.map((one) => [one.department, one.email, one.phones?.[0].number]),
    service.shared.contacts.map((one) => [one.department, one.email, one.phone]));
  const [atOffice, inPrison] = whole.service_at_locations;
  assert.deepEqual([atOffice.id, inPrison.id], [ids.atOffice, ids.inPrison]);
  assert.deepEqual(own(atOffice.location, ['id', 'latitude', 'longitude', 'organization_id']),
    { id: ids.office, latitude: 50.8405, longitude: 4.3418, organization_id: ids.organisation });
  const { id, location_id: place, ...address } = atOffice.location.addresses[0];
  assert.deepEqual([place, address], [ids.office, {
    address_1: locale === 'nl' ? 'Stalingradlaan 54 bus 3' : 'Avenue de Stalingrad 54 bte 3', city: office[locale].municipality,
    state_province: locale === 'nl' ? 'Brussels Hoofdstedelijk Gewest' : 'Région de Bruxelles-Capitale', postal_code: '1000', country: 'BE', address_type: 'physical' }]);
  assert.equal(inPrison.location.addresses, undefined, 'an address that is not known is not told');
  assert.deepEqual(inPrison.schedules.map(({ byday, opens_at: opens, valid_from: from }) => `${byday} ${opens ?? 'closed'} ${from ?? ''}`),
    ['TU 14:00 ', `MO,TU,WE,TH,FR,SA,SU closed ${year}-07-01`], 'what closes the whole service closes it there');
  assert.deepEqual(whole.attributes.map((one) => one.link_type).sort(),
    ['area', 'audience', 'audience', 'authority', 'custody', 'custody', 'help', 'identifier', 'places_of_work', 'places_of_work']);
}

const little = await read(`/services/${ids.dutchOnly.toUpperCase()}`, 'nl');
assert.deepEqual(Object.keys(little), ['id', 'name', 'status', 'description', 'last_modified', 'organization_id', 'organization', 'phones'], 'what is not known is not told');

// Filters.
const named = async (query, locale) => (await items(`/${query}`, locale)).map(({ id }) => id);
const victims = '014170e2-9700-7015-8000-000000000005';
const slaj = '014170e2-9700-7013-8000-000000000007';
assert.deepEqual(await named(`services?taxonomy_term_id=${victims}`), [slaj]);
assert.deepEqual(await named(`services?taxonomy_id=${full[`taxonomy_terms/nl/${victims}`].taxonomy_id}`),
  (await named('services')).filter((id) => id !== ids.dutchOnly), 'those with a target group');
assert.deepEqual(await named(`services?organization_id=${ids.organisation}`), ['014170e2-9700-7013-8000-000000000004', ids.service, ids.dutchOnly]);
assert.deepEqual(await named(`service_at_locations?organization_id=${ids.organisation}&search=brug`), [ids.atOffice, ids.inPrison]);
assert.deepEqual(await named('services?search=“longue haleine”'.replace(/[“”]/g, '"'), 'fr'), [ids.service]);
assert.deepEqual(await named('organizations?search=caw'), ['014170e2-9700-7012-8000-000000000006']);
assert.deepEqual(await named('taxonomies?search=cible', 'fr'), [full[`taxonomy_terms/nl/${victims}`].taxonomy_id]);
assert.deepEqual(await named(`taxonomy_terms?search=slachtoffers&taxonomy_id=${full[`taxonomy_terms/nl/${victims}`].taxonomy_id}`), [victims]);
const brussels = '014170e2-9700-7019-8000-000000000015', wider = '014170e2-9700-7019-8000-000000000014';
assert.deepEqual(await named(`taxonomy_terms?parent_id=${wider.toUpperCase()}`), [brussels]);
const areas = full[`taxonomy_terms/nl/${brussels}`].taxonomy_id;
assert.deepEqual(await named(`taxonomy_terms?taxonomy_id=${areas}`), [wider, brussels]);
assert.deepEqual(await named(`taxonomy_terms?taxonomy_id=${areas}&top_only=true`), [wider]);
const newest = (await items('/services')).map((one) => one.last_modified).sort().at(-1);
for (const { last_modified: modified } of await items(`/services?modified_after=${newest}`)) assert.equal(modified, newest);
assert.deepEqual(await named(`services?modified_after=${year + 1}-01-01`), []);
for (const [query, parameter] of [['services?taxonomy_term_id=apo', 'taxonomy_term_id'], ['services?modified_after=gisteren', 'modified_after'],
  ['services?modified_after=2026-02-30', 'modified_after'], ['services?modified_after=2026-02-03T25:00:00Z', 'modified_after'],
  ['service_at_locations?proximity=1000', 'proximity'], ['taxonomies?modified_after=2020-01-01', 'modified_after'],
  ['services/apo?full=true', 'full'], ['?locale=nl', 'locale']]) await refused(`hsds/${query}`.replace('/?', '?'), parameter);
assert.equal((await fetch(`${root}hsds/services/%27;drop table`)).status, 404);
console.log(`outputs: HSDS passed (${Object.keys(full).length} objects${judge.paths ? '' : ', not judged by schemas'})`);
