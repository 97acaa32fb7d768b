-- What searches and outputs of the directory read: one row a public service, with all that belongs to it, derived from
-- `tandem.published` in the transaction that changes it (see refresh() below).

-- Belgian public holidays. Ten days a year, of which Easter Monday, Ascension Day and Whit Monday move with Easter
-- Sunday, by the Gregorian computus in the form of Meeus, Jones and Butcher.
create table public_holiday (
  day date primary key,
  nl  text not null,
  fr  text not null
);
create function easter(year integer) returns date language sql immutable as $$
  select make_date(year, n / 31, n % 31 + 1)
  from (select h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114 as n
        from (select a, h, (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 as l
              from (select a, b, c, (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 as h
                    from (select year % 19 as a, year / 100 as b, year % 100 as c) s) s) s) s
$$;
-- Two may fall on one day, as the Ascension did on the first of May 2008.
insert into public_holiday
select day, string_agg(nl, ', '), string_agg(fr, ', ') from generate_series(1990, 2100) year, lateral (values
  (make_date(year, 1, 1), 'Nieuwjaar', 'Jour de l’An'),
  (easter(year) + 1, 'Paasmaandag', 'Lundi de Pâques'),
  (make_date(year, 5, 1), 'Dag van de Arbeid', 'Fête du Travail'),
  (easter(year) + 39, 'Hemelvaart', 'Ascension'),
  (easter(year) + 50, 'Pinkstermaandag', 'Lundi de Pentecôte'),
  (make_date(year, 7, 21), 'Nationale feestdag', 'Fête nationale'),
  (make_date(year, 8, 15), 'Onze-Lieve-Vrouw-Hemelvaart', 'Assomption'),
  (make_date(year, 11, 1), 'Allerheiligen', 'Toussaint'),
  (make_date(year, 11, 11), 'Wapenstilstand', 'Armistice'),
  (make_date(year, 12, 25), 'Kerstmis', 'Noël')) h (day, nl, fr)
group by day;

create table service (
  entry            uuid primary key,
  position         integer not null,
  organisation     uuid,
  audiences        uuid[] not null, -- with the groups that each is part of
  terms            uuid[] not null, -- with the terms that each is part of
  authorities      uuid[] not null,
  locations        uuid[] not null,
  places           text[] not null, -- where it meets people: places_of_work, and the kinds of its locations
  languages        text[] not null,
  custody          text[] not null,
  cost             text,
  voluntary        boolean,
  last_verified_on date,
  sources          uuid[] not null, -- all entries that the row was made of, or would be if they were public; the
                                    -- columns above have only those that are
  words            tsvector not null,
  documents        jsonb not null,  -- by locale: what describe() gives
  changed_at       timestamptz not null -- when `documents` became what they are
);
create index on service (position, entry);
create index on service using gin (sources);
create index on service using gin (words);
create index on service using gin (audiences);
create index on service using gin (terms);
create index on service using gin (locations);

-- When people can come or call. Local time; a span past midnight is two rows, the second on the next day.
create table opening (
  service     uuid not null references service on delete cascade,
  source      uuid not null,        -- the entry whose hours they are: the service, or a service_at_location
  location    uuid,                 -- none: the service's own, wherever it is
  weekday     smallint not null,    -- 1 is Monday; 0: on the days of an exception
  next_day    boolean not null,     -- the part after midnight: `weekday` and dates are those of the day before
  begins      time not null,
  ends        time not null,
  opens       time not null,        -- as it was written
  closes      time not null,
  first_day   date not null,
  last_day    date not null,
  on_holidays boolean not null,
  appointment boolean not null
);
create index on opening (service);
create index on opening (weekday, next_day, begins);

-- Days on which what repeats every week does not hold.
create table exception (
  service   uuid not null references service on delete cascade,
  source    uuid not null,
  first_day date not null,
  last_day  date not null,
  closed    boolean not null        -- nor does what is open exceptionally
);
create index on exception (service);

-- Where a service is, for distances.
create table spot (
  service   uuid not null references service on delete cascade,
  location  uuid not null,
  latitude  double precision not null,
  longitude double precision not null
);
create index on spot (service);
create index on spot (latitude);

-- The texts that were indexed, to tell why a service was found.
create table passage (
  service uuid not null references service on delete cascade,
  entry   uuid not null,
  type    text not null,
  field   text not null,
  locale  text not null,
  text    text not null,
  words   tsvector not null
);
create index on passage (service);

create aggregate all_words(tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '');

-- What is open at an instant, in that time zone. Exceptions come before what repeats every week, "closed" before all.
create function open_at(instant timestamptz, zone text)
returns table (service uuid, location uuid, day date, opens time, closes time, appointment boolean)
language sql stable as $$
  select o.service, o.location, m.day, o.opens, o.closes, o.appointment
  from (select (instant at time zone zone)::date as today, (instant at time zone zone)::time as at) l
  cross join lateral (values (l.today, false), (l.today - 1, true)) m (day, next_day)
  join tandem_services_directory.opening o
    on o.weekday in (0, extract(isodow from m.day)::smallint) and o.next_day = m.next_day
       and o.begins <= l.at and l.at < o.ends and o.first_day <= m.day and m.day <= o.last_day
  where (o.weekday = 0 or o.on_holidays or not exists (select from tandem_services_directory.public_holiday h where h.day = m.day))
    and not exists (select from tandem_services_directory.exception e
                    where e.service = o.service and e.source = o.source
                      and e.first_day <= m.day and m.day <= e.last_day and (o.weekday <> 0 or e.closed))
$$;

-- Metres between two points on a sphere of the Earth's mean radius (haversine).
create function metres(latitude double precision, longitude double precision, to_latitude double precision,
                       to_longitude double precision) returns double precision language sql immutable as $$
  select 2 * 6371008.8 * asin(sqrt(least(1, pow(sind((to_latitude - latitude) / 2), 2) +
           cosd(latitude) * cosd(to_latitude) * pow(sind((to_longitude - longitude) / 2), 2))))
$$;

-- In PL/pgSQL what looks at `published`: it keeps its plans, and to plan is more work than to look.

-- An entry in that language, or in another in which it is public; with its id, its type and the language it is in.
create function shown(id uuid, wanted text) returns jsonb language plpgsql stable as $$
begin
  return (select jsonb_build_object('id', p.entry, 'type', p.type, 'locale', p.locale) || p.data
          from tandem.published p where p.entry = shown.id order by p.locale = wanted desc, p.locale limit 1);
end $$;
create function all_shown(ids uuid[], wanted text) returns jsonb language plpgsql stable as $$
begin
  return (select coalesce(jsonb_agg(s order by n) filter (where s is not null), '[]')
          from unnest(ids) with ordinality i (id, n), tandem_services_directory.shown(i.id, wanted) s);
end $$;

-- The public entry of one of the types with that id, or that slug: in that language, or else in another.
create function named(types text[], id_or_slug text, wanted text) returns uuid language plpgsql stable as $$
begin
  return (select f.entry
          from (select p.entry, 0 as place from tandem.references_in(to_jsonb(id_or_slug)) r (id) join tandem.published p on p.entry = r.id
                where p.type = any (types)
                union all
                select p.entry, case when p.locale in (wanted, 'shared') then 1 else 2 end
                from tandem.published p where p.type = any (types) and p.data ->> 'slug' = id_or_slug) f
          order by f.place, f.entry limit 1);
end $$;

-- Those of the entries that are public.
create function public_of(ids uuid[]) returns uuid[] language plpgsql stable as $$
begin
  return array(select i from unnest(ids) with ordinality u (i, n)
               where exists (select from tandem.published where entry = i) order by n);
end $$;

-- Where a service meets people, as public service_at_location say it.
create function places_of(one uuid) returns uuid[] language plpgsql stable as $$
begin
  return array(select distinct r.entry from tandem.reference r
               where r.target = one and r.published and r.path = '/service'
                 and exists (select from tandem.published p where p.entry = r.entry and p.type = 'service_at_location')
               order by r.entry);
end $$;

-- A reference's target, and the targets' parents up to the top.
create function with_parents(ids uuid[]) returns uuid[] language plpgsql stable as $$
begin
  return (with recursive up (id) as (
            select unnest(ids)
            union
            select r.id from up join tandem.published p on p.entry = up.id, tandem.references_in(p.data -> 'parent') r (id)
          )
          select coalesce(array_agg(up.id order by up.id), '{}') from up);
end $$;

-- A service with all that belongs to it: organisation, target groups, terms, recognitions with their authority, and
-- the locations where it meets people, as `locations` (a service_at_location each, with its `location`).
create function describe(one uuid, wanted text) returns jsonb language plpgsql stable as $$
declare
  s jsonb := tandem_services_directory.shown(one, wanted);
begin
  return (s - '{organisation,audiences,terms,recognitions}'::text[]) || jsonb_strip_nulls(jsonb_build_object(
    'organisation', tandem_services_directory.shown((s ->> 'organisation')::uuid, wanted),
    'audiences', tandem_services_directory.all_shown(array(select tandem.references_in(s -> 'audiences')), wanted),
    'terms', (select coalesce(jsonb_agg((t - 'taxonomy') || jsonb_build_object('taxonomy', tandem_services_directory.shown((t ->> 'taxonomy')::uuid, wanted))), '[]')
              from jsonb_array_elements(tandem_services_directory.all_shown(array(select tandem.references_in(s -> 'terms')), wanted)) t),
    'recognitions', (select coalesce(jsonb_agg((r - 'authority') || jsonb_build_object('authority', tandem_services_directory.shown((r ->> 'authority')::uuid, wanted))), '[]')
                     from jsonb_array_elements(tandem_services_directory.all_shown(array(select tandem.references_in(s -> 'recognitions')), wanted)) r),
    'locations', (select coalesce(jsonb_agg(l || jsonb_build_object('location', tandem_services_directory.shown((l ->> 'location')::uuid, wanted),
                                                                    'hours', tandem_services_directory.hours_there(l -> 'hours', s -> 'hours'))
                                            order by (l ->> 'position')::integer, l ->> 'id'), '[]')
                  from (select tandem_services_directory.shown(a, wanted) as l
                        from unnest(tandem_services_directory.places_of(one)) a) x
                  where exists (select from tandem.published where entry = (l ->> 'location')::uuid))));
end $$;

-- The hours at a location with the days on which the service as a whole is closed.
create function hours_there(there jsonb, service jsonb) returns jsonb language sql immutable as $$
  select there || jsonb_build_object('exceptions', coalesce(there -> 'exceptions', '[]') ||
           coalesce((select jsonb_agg(e) from jsonb_array_elements(service -> 'exceptions') e where not (e ? 'opens' and e ? 'closes')), '[]'))
$$;

-- The one of a service's documents for a language.
create function chosen(documents jsonb, wanted text) returns jsonb language sql immutable as $$
  select coalesce(documents -> wanted, (select value from jsonb_each(documents) order by key limit 1))
$$;

-- The rows of `opening` and `exception` that a field `hours` of the entry `source` says. What closes when it opens says
-- nothing.
create function note_hours(one uuid, source uuid, place uuid, hours jsonb) returns void language plpgsql as $$
begin
  insert into tandem_services_directory.opening
  select one, source, place, w.weekday, part.next_day, part.begins, part.ends, w.opens, w.closes, w.first_day, w.last_day,
         coalesce(hours ->> 'public_holidays' = 'open', false), w.appointment
  from (select array_position(array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], day) as weekday, (w ->> 'opens')::time as opens,
               (w ->> 'closes')::time as closes, coalesce((w ->> 'from')::date, '-infinity') as first_day,
               coalesce((w ->> 'until')::date, 'infinity') as last_day, coalesce((w ->> 'appointment')::boolean, false) as appointment
        from jsonb_array_elements(hours -> 'weekly') w, jsonb_array_elements_text(w -> 'days') day
        union all
        select 0, (e ->> 'opens')::time, (e ->> 'closes')::time, (e ->> 'from')::date, (e ->> 'until')::date,
               coalesce((e ->> 'appointment')::boolean, false)
        from jsonb_array_elements(hours -> 'exceptions') e where e ? 'opens' and e ? 'closes') w
  cross join lateral (values (false, w.opens, case when w.closes <= w.opens then '24:00'::time else w.closes end),
                             (true, '00:00'::time, case when w.closes <= w.opens then w.closes end)) part (next_day, begins, ends)
  where part.begins < part.ends and w.opens <> w.closes;
  insert into tandem_services_directory.exception
  select one, source, (e ->> 'from')::date, (e ->> 'until')::date, not (e ? 'opens' and e ? 'closes')
  from jsonb_array_elements(hours -> 'exceptions') e;
end $$;

create function refresh_service(one uuid) returns void language plpgsql as $$
declare
  s jsonb := tandem_services_directory.shown(one, 'nl');
  own uuid[] := array(select tandem.references_in(s -> 'audiences'));
  groups uuid[];
  help uuid[];
  recognised uuid[];
  authorities uuid[];
  there uuid[];                     -- its service_at_location
  locations uuid[];
  sources uuid[];
  before tandem_services_directory.service;
begin
  delete from tandem_services_directory.service where entry = one returning * into before;
  if s is null then return; end if;
  groups := tandem_services_directory.with_parents(own);
  help := tandem_services_directory.with_parents(array(select tandem.references_in(s -> 'terms')));
  recognised := array(select tandem.references_in(s -> 'recognitions'));
  authorities := array(select distinct r from tandem.published p, tandem.references_in(p.data -> 'authority') r
                       where p.entry = any (recognised) order by r);
  there := tandem_services_directory.places_of(one);
  locations := array(select distinct l from tandem.published p, tandem.references_in(p.data -> 'location') l
                     where p.entry = any (there) and exists (select from tandem.published where entry = l) order by l);
  sources := array[one] || (s ->> 'organisation')::uuid || groups || help || recognised || authorities || there ||
             array(select distinct l from tandem.published p, tandem.references_in(p.data -> 'location') l where p.entry = any (there)
                   order by l) ||
             array(select distinct t from tandem.published p, tandem.references_in(p.data -> 'taxonomy') t where p.entry = any (help)
                   order by t);
  insert into tandem_services_directory.service
  select one, (s ->> 'position')::integer, (s ->> 'organisation')::uuid, tandem_services_directory.public_of(groups),
         tandem_services_directory.public_of(help), tandem_services_directory.public_of(authorities), locations,
         array(select jsonb_array_elements_text(s -> 'places_of_work')
               union select data ->> 'kind' from tandem.published where entry = any (locations) order by 1),
         array(select jsonb_array_elements_text(s -> 'languages_spoken')),
         array(select jsonb_array_elements_text(s -> 'custody')),
         s ->> 'cost', (s ->> 'voluntary')::boolean, (s ->> 'last_verified_on')::date, sources, '', d.documents,
         -- Also what is no longer there is a change. Of what was there before the directory: when it became public.
         case when before.documents = d.documents then before.changed_at
              when before.entry is null then (select max(since) from tandem.published where entry = any (sources))
              else clock_timestamp() end
  from (select jsonb_object_agg(l, tandem_services_directory.describe(one, l)) as documents
        from (select distinct locale as l from tandem.published where entry = any (sources) and locale <> 'shared'
              union select s ->> 'locale') l) d;
  insert into tandem_services_directory.passage
  select one, p.entry, p.type, f.field, p.locale, t.text #>> '{}',
         setweight(to_tsvector(tandem.search_configuration(p.locale), tandem.spaced(t.text #>> '{}')), f.weight::"char")
  from tandem.published p
  join (values ('service', 'name', 'A'), ('service', 'short_name', 'A'), ('service', 'alternate_names', 'A'),
               ('service', 'summary', 'C'), ('service', 'eligibility', 'C'), ('service', 'help', 'D'), ('service', 'area', 'D'),
               ('service', 'permanence', 'D'), ('service', 'referral', 'D'), ('service', 'required_documents', 'D'),
               ('organisation', 'name', 'B'), ('organisation', 'short_name', 'B'), ('organisation', 'alternate_names', 'B'),
               ('audience', 'name', 'B'), ('audience', 'synonyms', 'B'), ('taxonomy_term', 'name', 'B'),
               ('taxonomy_term', 'synonyms', 'B'), ('authority', 'name', 'D'), ('authority', 'short_name', 'D'),
               ('location', 'name', 'C'), ('location', 'street', 'C'), ('location', 'municipality', 'C'),
               ('service_at_location', 'description', 'D'), ('service_at_location', 'permanence', 'D')) f (type, field, weight)
    on f.type = p.type
  cross join lateral jsonb_path_query(p.data -> f.field, 'lax $[*]') t (text)
  where p.entry = any (sources);
  update tandem_services_directory.service set words =
    (select tandem_services_directory.all_words(words order by type, entry, field, locale, text) from tandem_services_directory.passage
     where service = one)
  where entry = one;
  insert into tandem_services_directory.spot
  -- A centimetre is exact enough, and nothing so small is left that reckoning with it would fail.
  select distinct one, p.entry, round((p.data ->> 'latitude')::numeric, 7)::double precision,
         round((p.data ->> 'longitude')::numeric, 7)::double precision
  from tandem.published p where p.entry = any (locations) and p.data ? 'latitude' and p.data ? 'longitude';
  perform tandem_services_directory.note_hours(one, one, null, s -> 'hours');
  perform tandem_services_directory.note_hours(one, h.entry, (h.data ->> 'location')::uuid,
                                               tandem_services_directory.hours_there(h.data -> 'hours', s -> 'hours'))
  from (select distinct on (entry) entry, data from tandem.published where entry = any (there) and data ? 'hours') h
  where (h.data ->> 'location')::uuid = any (locations);
end $$;

-- Brings in line what was made of these entries, or all. One transaction after the other: what another one has not
-- committed yet could not be seen.
create function refresh(changed uuid[]) returns void language plpgsql as $$
begin
  if changed is not null and not exists (
    select from tandem.entry where id = any (changed)
      and type in ('service', 'organisation', 'location', 'service_at_location', 'audience', 'authority', 'recognition', 'taxonomy',
                   'taxonomy_term')) then return; end if;
  perform pg_advisory_xact_lock(hashtext('tandem_services_directory'));
  if changed is null then
    perform tandem_services_directory.refresh_service(entry)
    from (select entry from tandem_services_directory.service union select entry from tandem.published where type = 'service') s;
  else
    perform tandem_services_directory.refresh_service(affected)
    from (select entry from tandem_services_directory.service where sources && changed
          union
          select id from tandem.entry where id = any (changed) and type = 'service'
          union
          select (data ->> 'service')::uuid from tandem.published where entry = any (changed) and type = 'service_at_location') a (affected);
  end if;
end $$;

-- The parts of what somebody types: words and "phrases", either with - before what must not be there.
create function typed_parts(typed text) returns table (number bigint, part text, last boolean) language sql immutable as $$
  select m.number, m.found[1], m.number = count(*) over ()
  from regexp_matches(translate(typed, '''’', '  '), '-?"[^"]*"?|[^\s"]+', 'g') with ordinality m (found, number)
$$;

-- What somebody types, in any of the languages: each word in the form that it has in one of them, all words together
-- (or, with `any_part`, at least one of those wanted). A word that says nothing in one of the languages, such as
-- "les" or "het", is passed over; null when nothing is left. With `typing` the last may be the beginning of a word.
create function asked(typed text, typing boolean, locales text[], any_part boolean) returns tsquery language plpgsql stable as $$
declare
  one record;
  l text;
  part tsquery;
  form tsquery;
  whole tsquery;
begin
  for one in select * from tandem_services_directory.typed_parts(typed) order by number loop
    continue when any_part and one.part like '-%';
    part := null;
    foreach l in array locales loop
      form := tandem.search_query(l, one.part, typing and one.last);
      if numnode(form) = 0 then
        part := null;
        exit;
      end if;
      part := case when part is null then form when one.part like '-%' then part && form else part || form end;
    end loop;
    continue when part is null;
    whole := case when whole is null then part when any_part then whole || part else whole && part end;
  end loop;
  return whole;
end $$;

-- The same with words that nobody wrote replaced by the one that is most like each; null when there is nothing to
-- replace. Short words and those with digits stay.
create function corrected(typed text, typing boolean, locales text[]) returns text language sql stable as $$
  select case when bool_or(better is not null) then string_agg(coalesce(better, part), ' ' order by number) end
  from (select p.number, p.part,
               case when p.part ~ '^[^-"0-9][^"0-9]{3,}$' and not exists (
                      select from tandem.search_word w
                      where w.locale = any (locales) and (w.word = f.folded or (typing and p.last and starts_with(w.word, f.folded))))
                    then (select w.word from tandem.search_word w
                          where w.locale = any (locales) and f.folded operator(public.%) w.word
                            and public.similarity(f.folded, w.word) >= 0.4
                          order by public.similarity(f.folded, w.word) desc, w.word limit 1) end as better
        from tandem_services_directory.typed_parts(typed) p, lower(public.unaccent(p.part)) f (folded)) s
$$;
