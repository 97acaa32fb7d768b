// Makes random opening hours and instants and compares what the directory's SQL says (open_at) with the npm package
// opening_hours, which nobody here wrote, and with the time zones of ICU in Intl: the package is given wall-clock times, as
// it errs around changes of the clock. Run with TZ=UTC.
// usage: agree.mjs make SEED COUNT > statements   ·   agree.mjs compare SEED COUNT < answers
import opening_hours from 'opening_hours';
import { createInterface } from 'node:readline';

const [, , command, seed, count] = process.argv;
const services = 200, perService = Math.ceil(Number(count) / services);
let state = Number(seed);
// mulberry32: the same numbers for the same seed in both runs.
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const two = (n) => String(n).padStart(2, '0');
const DAY = 86_400_000, first = Date.UTC(2025, 0, 1), days = 3 * 365 + 1;
const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], osmNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const date = (day) => new Date(first + day * DAY).toISOString().slice(0, 10);
const osmDate = (day) => { const d = new Date(first + day * DAY); return `${d.getUTCFullYear()} ${months[d.getUTCMonth()]} ${two(d.getUTCDate())}`; };
const quarter = (n) => `${two(Math.floor(n / 4))}:${two((n % 4) * 15)}`;

// Spans of one day that do not touch; the last may go on past midnight.
function spans() {
  const all = [];
  let at = 20 + below(30);
  do {
    const opens = at, closes = opens + 2 + below(20);
    if (opens >= 96) break;
    all.push(closes < 96 ? { opens: quarter(opens), closes: quarter(closes) }
      : { opens: quarter(opens), closes: closes === 96 ? '24:00' : quarter(Math.min(closes - 96, 15)) });
    at = closes + 1 + below(12);
  } while (at < 96 && random() < 0.5);
  return all.filter((span) => span.opens !== span.closes);
}
const osmSpans = (all) => all.map(({ opens, closes }) => `${opens}-${closes}`).join(',');

// The weekly part is one period for all days, or two halves; exceptions never overlap.
function makeHours() {
  const weekly = [], exceptions = [], added = [], rules = []; // what is added by a comma leaves nights before it alone
  const turn = random() < 0.4 ? 200 + below(600) : null;
  for (const [from, until] of turn === null ? [[null, null]] : [[0, turn], [turn + 1, days + 40]]) {
    const period = from === null ? '' : `${osmDate(from)}-${osmDate(until)} `;
    for (let day = 0; day < 7; ++day) {
      if (random() < 0.35) continue;
      const of = spans();
      if (of.length === 0) continue;
      for (const span of of)
        weekly.push({ days: [names[day]], ...span, ...(from === null ? {} : { from: date(from), until: date(until) }) });
      added.push(`${period}${osmNames[day]} ${osmSpans(of)}`);
    }
  }
  const holidays = random() < 0.3 ? 'open' : 'closed';
  if (added.length > 0) rules.push(added.join(', '));
  if (holidays === 'closed') rules.push('PH off');
  for (let at = 10 + below(100); at < days; at += 2 + below(120)) {
    const until = at + (random() < 0.5 ? 0 : below(9));
    const period = `${osmDate(at)}${until === at ? '' : `-${osmDate(until)}`}`;
    const of = random() < 0.5 ? [] : spans();
    if (of.length === 0) {
      exceptions.push({ from: date(at), until: date(until) });
      rules.push(`${period} off`);
    } else {
      for (const span of of) exceptions.push({ from: date(at), until: date(until), ...span });
      rules.push(`${period} off, ${period} ${osmSpans(of)}`);
    }
    at = until;
  }
  return { hours: { weekly, exceptions, public_holidays: holidays }, osm: rules.join('; ') };
}

// Half of the instants lie within a day of a change of the clock, a holiday's edge or midnight.
function makeInstant() {
  const edges = [Date.UTC(2025, 2, 30, 1), Date.UTC(2025, 9, 26, 1), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1),
    Date.UTC(2027, 2, 28, 1), Date.UTC(2027, 9, 31, 1)];
  if (random() < 0.1) return edges[below(edges.length)] + (below(2 * 1440) - 1440) * 60_000;
  return first + below(days * 1440) * 60_000 + below(60) * 1000;
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'medium' });
const wallClock = (instant) => new Date(`${clock.format(new Date(instant)).replace(' ', 'T')}Z`);

const id = (n) => `0192e000-0000-7000-9000-${n.toString(16).padStart(12, '0')}`;
const made = Array.from({ length: services }, (_, n) => ({ n, ...makeHours(), instants: Array.from({ length: perService }, makeInstant) }));

if (command === 'make') {
  const schema = 'tandem_services_directory';
  const quoted = (value) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
  for (const { n, hours } of made)
    console.log(`insert into ${schema}.service select '${id(n)}', 0, null, '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, null, null, '{}', '', '{}', now();\n` +
      `insert into ${schema}.opening select '${id(n)}', '${id(n)}', null, o.* from ${schema}.openings_in(${quoted(hours)}::jsonb) o;\n` +
      `insert into ${schema}.exception select '${id(n)}', '${id(n)}', (e ->> 'from')::date, (e ->> 'until')::date, not (e ? 'opens' and e ? 'closes') ` +
      `from jsonb_array_elements(${quoted(hours)}::jsonb -> 'exceptions') e;`);
  console.log('create temp table asked (service uuid, instant timestamptz);\ncopy asked from stdin;');
  for (const { n, instants } of made) for (const instant of instants) console.log(`${id(n)}\t${new Date(instant).toISOString()}`);
  console.log('\\.');
  console.log(`select a.service, to_char(a.instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), exists (select from ${schema}.open_at(a.instant, 'Europe/Brussels') o where o.service = a.service) from asked a;`);
} else {
  const place = { lat: 50.85, lon: 4.35, address: { country_code: 'be', country: 'België', state: 'Brussel' } };
  const known = new Map(made.map((one) => [id(one.n), { ...one, judge: new opening_hours(one.osm, place) }]));
  const holiday = new opening_hours('PH', place);
  // A night belongs to the day on which it begins, as in iCalendar; to the package, exceptions and holidays end or spare
  // what reaches into them. So the small hours after or on such a day are not compared.
  const apart = (at, { exceptions }) => at.getUTCHours() < 4 && [0, DAY].some((before) => {
    const day = new Date(at.getTime() - before).toISOString().slice(0, 10);
    return holiday.getState(new Date(`${day}T12:00:00Z`)) || exceptions.some(({ from, until }) => from <= day && day <= until);
  });
  let compared = 0, open = 0, nights = 0;
  const different = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const [service, instant, answer] = line.split('|');
    if (!known.has(service)) continue;
    const { judge, osm, hours } = known.get(service);
    if (apart(wallClock(instant), hours)) { ++nights; continue; }
    const expected = judge.getState(wallClock(instant));
    ++compared;
    if (expected) ++open;
    if (expected !== (answer === 't')) different.push({ instant, answer, osm });
  }
  console.log(`${compared} instants compared, open at ${open} of them, ${different.length} differ; ${nights} nights into or out of a special day not compared`);
  for (const one of different.slice(0, 5)) console.log(one);
  if (different.length > 0 || compared + nights < Number(count) || nights > compared / 10 || open < compared / 20 || open > compared * 0.8) process.exit(1);
}
