// The calendar of opening hours, read and unrolled by ical.js, against days reckoned here one by one.
import assert from 'node:assert/strict';
import { easter } from 'date-easter';
import ICAL from 'ical.js';
import { asked, folds } from './asked.js';
import { office, officeHours, service, year } from './content.js';

const DAY = 86_400_000;
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const days = [];
for (let at = Date.UTC(year, 0, 1); at <= Date.UTC(year + 2, 11, 31); at += DAY) days.push(iso(at));

const holidays = new Set();
for (const one of [year, year + 1, year + 2]) {
  for (const fixed of ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25']) holidays.add(`${one}-${fixed}`);
  const { month, day } = easter(one);
  for (const later of [1, 39, 50]) holidays.add(iso(Date.UTC(one, month - 1, day) + later * DAY));
}
assert.equal(holidays.size, 30 - [year, year + 1, year + 2].filter((one) => iso(Date.UTC(one, easter(one).month - 1, easter(one).day) + 39 * DAY).endsWith('05-01')).length);

const weekday = (day) => ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(`${day}T12:00:00Z`).getUTCDay()];
const within = (day, { from = '0000', until = '9999' }) => from <= day && day <= until;

/// Days of a span of the week, and of an exception.
function expected(span, { exceptions = [], public_holidays: onHolidays }) {
  return days.filter((day) => span.days.includes(weekday(day)) && within(day, span) && !exceptions.some((one) => within(day, one)) &&
    (onHolidays === 'open' || !holidays.has(day)));
}
function exceptional(span, { exceptions }) {
  return days.filter((day) => within(day, span) && !exceptions.some((one) => !one.opens && within(day, one)));
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone'));
  assert.equal(zone.tzid, 'Europe/Brussels');
  ICAL.TimezoneService.register(zone);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)) };
}

/// What the calendar says: a begin and an end for each time.
function unrolled(event) {
  const times = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    times.push([startDate.toString(), endDate.toString(), startDate.toJSDate()]);
    assert.ok(times.length < 2000, 'it ends');
  }
  return times;
}

/// The day, or the one after it, at that time.
function local(day, time, after) {
  const later = time === '24:00' || time <= after;
  return `${later ? iso(Date.parse(day) + DAY) : day}T${time === '24:00' ? '00:00' : time}:00`;
}

function agrees(event, span, expectedDays) {
  assert.ok(expectedDays.length > 0);
  const times = unrolled(event);
  assert.deepEqual(times.map(([begin]) => begin), expectedDays.map((day) => `${day}T${span.opens}:00`));
  assert.deepEqual(times.map(([, end]) => end), expectedDays.map((day) => local(day, span.closes, span.opens)));
  // As instants, by the zone in the file and by the one that the platform knows.
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'medium' });
  for (const [begin, , instant] of times) assert.equal(wall.format(instant).replace(' ', 'T'), begin);
}

for (const locale of ['nl', 'fr']) {
  const path = `services/${service[locale].slug}.ics?locale=${locale}`;
  const text = await asked(path, 'text/calendar; charset=utf-8', { locale, file: `${service[locale].slug}.ics` });
  await folds(path);
  const { calendar, events } = read(text);
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
  const { hours } = service.shared;
  // Three spans of the week, one exception with hours (the other is closed throughout), and one span at each place.
  assert.equal(events.length, 6);
  assert.equal(new Set(events.map(({ uid }) => uid)).size, 6);
  hours.weekly.forEach((span, i) => agrees(events[i], span, expected(span, hours)));
  agrees(events[3], hours.exceptions[2], exceptional(hours.exceptions[2], hours));
  // The days on which the service as a whole is closed are closed at each place.
  const closed = hours.exceptions.filter((one) => !one.opens);
  agrees(events[4], officeHours.weekly[0], expected(officeHours.weekly[0], { ...officeHours, exceptions: [...officeHours.exceptions, ...closed] }));
  agrees(events[5], { opens: '14:00', closes: '16:00' }, expected({ days: ['TU'] }, { exceptions: closed }));
  assert.equal(events[0].summary, service[locale].name);
  assert.equal(events[1].summary, `${service[locale].name} (${locale === 'nl' ? 'op afspraak' : 'sur rendez-vous'})`);
  assert.equal(events[0].description, service[locale].permanence);
  assert.ok(events[4].location.startsWith(`${office[locale].name}, ${office[locale].street} 54 b`), events[4].location);
  assert.deepEqual(events[4].component.getFirstPropertyValue('geo'), [50.8405, 4.3418]);
  assert.equal(events[0].component.getFirstPropertyValue('url'), service.shared.site);
}

const unknown = read(await asked('services/apo.ics', 'text/calendar; charset=utf-8', { file: 'apo.ics' }));
assert.equal(unknown.events.length, 0, 'hours that are not known are not told');
assert.equal(exceptional(service.shared.hours.exceptions[1], service.shared.hours).length, 0);
console.log(`outputs: iCalendar passed (${days.length} days)`);
