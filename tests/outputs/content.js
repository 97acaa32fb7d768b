// A service with everything that a service can have, to be imported beside the sample content; and its public texts for
// the checks. Its dates follow the present year. usage: node content.js FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const year = new Date(Date.now() + 3600_000).getUTCFullYear();

const since = '2020-01-06T00:00:00+01:00';
const id = (kind, number) => `016f7860-4400-${kind}-8000-00000000000${number}`;
const organisation = '014170e2-9700-7012-8000-000000000004'; // SMBG-FAMD of the sample content
const haren = '014170e2-9700-7014-8000-000000000003';

export const ids = { service: id(7013, 1), dutchOnly: id(7013, 2), office: id(7014, 1), atOffice: id(7017, 1), inPrison: id(7017, 2), organisation, haren };

export const service = {
  shared: {
    organisation,
    recognitions: ['014170e2-9700-7016-8000-000000000004'],
    audiences: ['014170e2-9700-7015-8000-000000000003', '014170e2-9700-7015-8000-000000000004'],
    terms: ['014170e2-9700-7019-8000-000000000001', '014170e2-9700-7019-8000-000000000015'],
    custody: ['in_custody', 'at_liberty'],
    minimum_age: 18,
    places_of_work: ['prison', 'office'],
    languages_spoken: ['nl', 'fr', 'ar'],
    telephone_interpreters: true,
    phones: [
      { number: '+3225375928', kind: 'telephone', label: 'Permanentie, permanence; "24/7"', languages: ['nl', 'fr'] },
      { number: '+32470123456', kind: 'mobile' },
      { number: '+3225371093', kind: 'fax' },
    ],
    hours: {
      weekly: [
        { days: ['WE', 'MO'], opens: '09:00', closes: '12:30' },
        { days: ['FR'], opens: '22:00', closes: '02:00', appointment: true },
        { days: ['TU'], opens: '13:00', closes: '24:00', from: `${year}-03-02`, until: `${year}-10-31` },
      ],
      exceptions: [
        { from: `${year}-07-01`, until: `${year}-08-15` },
        { from: `${year}-07-13`, until: `${year}-07-17`, opens: '10:00', closes: '11:00' }, // closed wins
        { from: `${year + 1}-12-26`, until: `${year + 1}-12-28`, opens: '20:00', closes: '01:30', appointment: true },
      ],
    },
    email: 'onthaal@voorbeeld.be',
    site: 'https://voorbeeld.be/onthaal?taal=nl;fr,en',
    contacts: [
      { department: 'Onthaal, accueil; "balie"', email: 'balie@voorbeeld.be', phone: '+3225375929' },
      { department: 'Secretariaat' },
    ],
    cost: 'free',
    voluntary: true,
    identifiers: [{ scheme: 'BE-KBO', identifier: '0407.571.927' }],
    since: '1990',
    last_verified_on: `${year}-02-03`,
    position: 90,
  },
  nl: {
    name: 'Onthaal “De Brug”; hulp, raad & "recht"',
    short_name: '@Brug',
    alternate_names: ['De Brug, onthaal', 'Brug; hulp\\recht'],
    slug: 'onthaal-de-brug',
    summary: '=SOM(1;2) is hier geen formule: hulp aan geïnterneerden en hun naasten, vóór en na de vrijlating – ook ’s avonds, in alle rust.',
    help: 'Eerste zin, met komma; en puntkomma.\n\n- een lijst\n- “citaat” en \\ schuine streep',
    area: 'Brussels Hoofdstedelijk Gewest',
    permanence: 'Bel eerst; kom dan.\nOp feestdagen gesloten, ook op 11 november.',
    referral: 'Iedereen mag doorverwijzen.',
    eligibility: '+18 jaar; geïnterneerd, of naaste van iemand die het is.',
    required_documents: ['Identiteitskaart, of een kopie', 'Brief van de griffie; "origineel"'],
  },
  fr: {
    name: 'Accueil « Le Pont » ; aide, conseil & "droit"',
    short_name: '@Pont',
    slug: 'accueil-le-pont',
    summary: '-50 % d’attente : aide aux internés et à leurs proches, œuvre de longue haleine, ça va de soi ; à toute heure.',
    help: 'Première phrase, avec virgule ; et point-virgule.\n\nDeuxième alinéa : « cœur ».',
    area: 'Région de Bruxelles-Capitale',
    permanence: 'Téléphonez d’abord ; venez ensuite.\nFermé les jours fériés, même le 11 novembre.',
    eligibility: '+18 ans ; interné, ou proche d’une personne internée.',
    required_documents: ['Carte d’identité, ou une copie', 'Lettre du greffe ; "original"'],
  },
};

export const office = {
  shared: {
    house_number: '54', box: '3', postcode: '1000', kind: 'office', latitude: 50.8405, longitude: 4.3418, organisation,
    accessibility: ['step_free', 'lift'], phones: [{ number: '+3225375930', kind: 'telephone' }], position: 90,
  },
  nl: { name: 'Kantoor, 2de verdieping; “links”', slug: 'kantoor-links', street: 'Stalingradlaan', municipality: 'Brussel', accessibility_note: 'Bel aan; de deur is zwaar.' },
  fr: { name: 'Bureau, 2e étage ; « gauche »', slug: 'bureau-gauche', street: 'Avenue de Stalingrad', municipality: 'Bruxelles' },
};

export const officeHours = {
  weekly: [{ days: ['TH', 'SA'], opens: '10:00', closes: '12:00' }],
  exceptions: [{ from: `${year}-12-24`, until: `${year}-12-31` }],
  public_holidays: 'open',
};

const atOffice = {
  shared: {
    service: ids.service, location: ids.office, position: 1,
    hours: officeHours,
  },
  nl: { title: 'De Brug op kantoor', permanence: 'Zonder afspraak.' },
  fr: { title: 'Le Pont au bureau' },
};
const inPrison = {
  shared: { service: ids.service, location: haren, position: 2, hours: { weekly: [{ days: ['TU'], opens: '14:00', closes: '16:00', appointment: true }] } },
  nl: { title: 'De Brug in de gevangenis' },
  fr: { title: 'Le Pont en prison' },
};

/// Public in Dutch alone, and of which little is known.
export const dutchOnly = {
  shared: { organisation, phones: [{ number: '+3225375931', kind: 'telephone' }], position: 91 },
  nl: { name: 'Praatgroep', slug: 'praatgroep', summary: 'Elke maand een gesprek.' },
};

function write(folder, type, entry, variants) {
  const revision = (data) => [{ created_at: since, author: 'import', message: 'Eerste versie', data }];
  const text = {
    id: entry, type, organisation, successor: null, created_at: since,
    variants: Object.fromEntries(Object.entries(variants).map(([locale, data]) => [locale, revision(data)])),
    publications: Object.keys(variants).map((locale) => ({ locale, revision: 1, from: since })),
  };
  fs.mkdirSync(path.join(folder, 'entries', type), { recursive: true });
  fs.writeFileSync(path.join(folder, 'entries', type, `${entry}.json`), JSON.stringify(text));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  write(folder, 'service', ids.service, service);
  write(folder, 'service', ids.dutchOnly, dutchOnly);
  write(folder, 'location', ids.office, office);
  write(folder, 'service_at_location', ids.atOffice, atOffice);
  write(folder, 'service_at_location', ids.inPrison, inPrison);
  fs.writeFileSync(path.join(folder, 'tandem.json'), JSON.stringify({ format: 1, locales: ['nl', 'fr'] }));
}
