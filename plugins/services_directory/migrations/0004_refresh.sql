-- What is derived from published content, for many services at once: a target group may belong to thousands. What
-- belongs to several of them (a group, an organisation, the words of both) is read once for all.

-- One row a text of an entry, no longer one a service: which entries a service is made of is in `service.sources`.
truncate tandem_services_directory.passage;
alter table tandem_services_directory.passage drop column service;
create index on tandem_services_directory.passage (entry);

-- Documents are read by every search: unpacked in a third of the time, where PostgreSQL was built with it.
do $$ begin
  alter table tandem_services_directory.service alter column documents set compression lz4;
exception when feature_not_supported then null;
end $$;

drop function tandem_services_directory.refresh_service(uuid);
drop function tandem_services_directory.describe(uuid, text);
drop function tandem_services_directory.note_hours(uuid, uuid, uuid, jsonb);
drop function tandem_services_directory.places_of(uuid);

-- The texts of these entries.
create function tandem_services_directory.refresh_passages(many uuid[]) returns void language plpgsql as $$
begin
  delete from tandem_services_directory.passage where entry = any (many);
  insert into tandem_services_directory.passage (entry, type, field, locale, text, words)
  select p.entry, p.type, f.field, p.locale, t.text #>> '{}',
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
  where p.entry = any (many);
end $$;

-- These entries in each of those languages, or in another in which they are public, by language and id
-- ("nl014170e2-…"): as `shown` has them, but for what each leads to, which stands in the place of its id.
create function tandem_services_directory.parts_of(ids uuid[], locales text[]) returns jsonb language plpgsql stable as $$
begin
  return (select coalesce(jsonb_object_agg(l.wanted || i.id,
                   jsonb_build_object('id', p.entry, 'type', p.type, 'locale', p.locale) ||
                   case when f.field is null then p.data
                        else jsonb_strip_nulls(p.data || jsonb_build_object(
                               f.field, tandem_services_directory.shown((p.data ->> f.field)::uuid, l.wanted))) end), '{}')
          from (select distinct unnest(ids)) i (id)
          cross join unnest(locales) l (wanted)
          cross join lateral (select * from tandem.published where entry = i.id
                              order by locale = l.wanted desc, locale limit 1) p
          left join (values ('service', 'organisation'), ('taxonomy_term', 'taxonomy'), ('recognition', 'authority'),
                            ('service_at_location', 'location')) f (type, field)
            on f.type = p.type);
end $$;

-- Those of the parts with these ids.
create function tandem_services_directory.parts_in(parts jsonb, wanted text, ids uuid[]) returns jsonb language plpgsql immutable as $$
begin
  return (select coalesce(jsonb_agg(p order by n) filter (where p is not null), '[]')
          from unnest(ids) with ordinality i (id, n), lateral (select parts -> (wanted || id)) x (p));
end $$;

-- The hours at a location with the days on which the service as a whole is closed. As before; kept as a plan.
create or replace function tandem_services_directory.hours_there(there jsonb, service jsonb) returns jsonb language plpgsql immutable as $$
begin
  if there is null then return null; end if;
  return there || jsonb_build_object('exceptions', coalesce(there -> 'exceptions', '[]') ||
           coalesce((select jsonb_agg(e) from jsonb_array_elements(service -> 'exceptions') e where not (e ? 'opens' and e ? 'closes')), '[]'));
end $$;

-- What a field `hours` says, as rows of `opening`. What closes when it opens says nothing.
create function tandem_services_directory.openings_in(hours jsonb)
returns table (weekday smallint, next_day boolean, begins time, ends time, opens time, closes time, first_day date,
               last_day date, on_holidays boolean, appointment boolean)
language sql stable as $$
  select w.weekday::smallint, part.next_day, part.begins, part.ends, w.opens, w.closes, w.first_day, w.last_day,
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
  where part.begins < part.ends and w.opens <> w.closes
$$;

-- The fields `hours` that hold for these services, which are derived already: their own, and those at each place.
create function tandem_services_directory.hours_of(many uuid[])
returns table (service uuid, source uuid, location uuid, hours jsonb) language plpgsql stable as $$
begin
  return query
  select s.entry, h.source, h.location, h.hours
  from tandem_services_directory.service s
  cross join lateral (select p.data -> 'hours' as hours from tandem.published p where p.entry = s.entry limit 1) own
  cross join lateral (
    select s.entry as source, null::uuid as location, own.hours
    union all
    select p.entry, (p.data ->> 'location')::uuid, tandem_services_directory.hours_there(p.data -> 'hours', own.hours)
    from (select distinct on (p.entry) p.* from tandem.published p
          where p.entry = any (s.sources) and p.type = 'service_at_location' and p.data ? 'hours') p
    where (p.data ->> 'location')::uuid = any (s.locations)) h
  where s.entry = any (many) and h.hours is not null;
end $$;

-- The groups whose services a group has: itself, those that it is part of, and those that are part of it. Who helps
-- detained people helps interned ones, so whoever looks for the latter finds it; and who helps interned people alone
-- helps some of those who are detained, so whoever looks for these finds that too, and reads in the service which
-- groups it names. Groups beside each other do not count for one another. `service.audiences` has all of them, and so do
-- the searched words: the search, its counts and the matrix go by this and by nothing else.
create function tandem_services_directory.line_of(one uuid) returns uuid[] language plpgsql stable as $$
begin
  return (with recursive down (id) as (
            select one
            union
            select r.entry from down join tandem.reference r on r.target = down.id and r.published and r.path = '/parent'
            where exists (select from tandem.published p where p.entry = r.entry and p.type = 'audience')
          )
          select array_agg(distinct i order by i)
          from (select id from down union select unnest(tandem_services_directory.with_parents(array[one]))) d (i));
end $$;

-- A service and the entries that belong to it.
create type tandem_services_directory.belonging as (
  entry       uuid,
  data        jsonb,
  audiences   uuid[], -- as it names them, like the next two
  terms       uuid[],
  recognised  uuid[],
  groups      uuid[], -- with those on the line of each
  help        uuid[], -- with those that each is part of
  authorities uuid[],
  there       uuid[], -- its service_at_location
  locations   uuid[],
  sources     uuid[],
  locales     text[]  -- of all of them
);

create function tandem_services_directory.belonging_of(many uuid[]) returns tandem_services_directory.belonging[] language plpgsql stable as $$
declare
  said tandem_services_directory.belonging[] := array(
    select row(p.entry, p.data, array(select r from tandem.references_in(p.data -> 'audiences') r),
               array(select r from tandem.references_in(p.data -> 'terms') r),
               array(select r from tandem.references_in(p.data -> 'recognitions') r), null, null, null, null, null, null, null)
    from (select distinct on (p.entry) p.entry, p.data from tandem.published p where p.entry = any (many) and p.type = 'service'
          order by p.entry, p.locale = 'nl' desc, p.locale) p);
  lines jsonb := (select coalesce(jsonb_object_agg(id, tandem_services_directory.line_of(id)), '{}')
                  from (select distinct unnest(audiences) from unnest(said)) n (id));
  wider jsonb := (select coalesce(jsonb_object_agg(id, tandem_services_directory.with_parents(array[id])), '{}')
                  from (select distinct unnest(terms) from unnest(said)) n (id));
begin
  return array(
    select row(s.entry, s.data, s.audiences, s.terms, s.recognised, g.groups, h.help, a.authorities, t.there, l.locations, o.sources,
               -- Of the service itself also that it has none.
               array(select distinct locale from tandem.published where entry = any (o.sources) and (locale <> 'shared' or entry = s.entry)))
    from unnest(said) s
    -- "offset 0": each is found once, not once for each that uses it.
    cross join lateral (select array(select distinct w::uuid from unnest(s.audiences) i, jsonb_array_elements_text(lines -> i::text) w order by 1)
                        offset 0) g (groups)
    cross join lateral (select array(select distinct w::uuid from unnest(s.terms) i, jsonb_array_elements_text(wider -> i::text) w order by 1)
                        offset 0) h (help)
    cross join lateral (select array(select distinct (data ->> 'authority')::uuid as r from tandem.published
                                     where entry = any (s.recognised) and data ? 'authority' order by r)
                        offset 0) a (authorities)
    -- Where it meets people, as public service_at_location say it.
    cross join lateral (select array(select distinct r.entry from tandem.reference r
                                     where r.target = s.entry and r.published and r.path = '/service'
                                       and exists (select from tandem.published p where p.entry = r.entry and p.type = 'service_at_location')
                                     order by r.entry)
                        offset 0) t (there)
    cross join lateral (select coalesce(array_agg(l order by l), '{}') as named,
                               coalesce(array_agg(l order by l) filter (where exists (select from tandem.published where entry = l)), '{}') as locations
                        from (select distinct (data ->> 'location')::uuid from tandem.published
                              where entry = any (t.there) and data ? 'location') x (l)) l
    cross join lateral (select array[s.entry] || (s.data ->> 'organisation')::uuid || g.groups || h.help || s.recognised || a.authorities ||
                               t.there || l.named ||
                               array(select distinct (data ->> 'taxonomy')::uuid as r from tandem.published
                                     where entry = any (h.help) and data ? 'taxonomy' order by r)
                        offset 0) o (sources));
end $$;

-- These services, all with the same statements. Their passages are there already.
create function tandem_services_directory.refresh_services(many uuid[]) returns void language plpgsql as $$
declare
  made tandem_services_directory.belonging[] := tandem_services_directory.belonging_of(many);
  parts jsonb := tandem_services_directory.parts_of(
    array(select unnest(entry || audiences || terms || recognised || there) from unnest(made)),
    array(select distinct unnest(locales) from unnest(made)));
begin
  delete from tandem_services_directory.service s
  where s.entry = any (many) and not exists (select from tandem.published p where p.entry = s.entry and p.type = 'service');

  insert into tandem_services_directory.service as kept
  select b.entry, (b.data ->> 'position')::integer, (b.data ->> 'organisation')::uuid,
         array(select i from unnest(b.groups) i where exists (select from tandem.published where entry = i) order by i),
         array(select i from unnest(b.help) i where exists (select from tandem.published where entry = i) order by i),
         array(select i from unnest(b.authorities) i where exists (select from tandem.published where entry = i) order by i),
         b.locations,
         array(select jsonb_array_elements_text(b.data -> 'places_of_work')
               union select data ->> 'kind' from tandem.published where entry = any (b.locations) order by 1),
         array(select jsonb_array_elements_text(b.data -> 'languages_spoken')),
         array(select jsonb_array_elements_text(b.data -> 'custody')),
         b.data ->> 'cost', (b.data ->> 'voluntary')::boolean, (b.data ->> 'last_verified_on')::date, b.sources,
         (select tandem_services_directory.all_words(words order by type, entry, field, locale, text)
          from tandem_services_directory.passage where entry = any (b.sources)),
         -- A service with all that belongs to it. `locations`: the service_at_location, each with its `location`.
         (select jsonb_object_agg(l, s || jsonb_build_object(
                   'audiences', tandem_services_directory.parts_in(parts, l, b.audiences),
                   'terms', tandem_services_directory.parts_in(parts, l, b.terms),
                   'recognitions', tandem_services_directory.parts_in(parts, l, b.recognised),
                   'locations', (select coalesce(jsonb_agg(
                                          case when a ? 'hours'
                                               then a || jsonb_build_object('hours', tandem_services_directory.hours_there(a -> 'hours', s -> 'hours'))
                                               else a end order by (a ->> 'position')::integer, a ->> 'id'), '[]')
                                 from unnest(b.there) i, lateral (select parts -> (l || i)) x (a) where a ? 'location')))
          from unnest(b.locales) l, lateral (select parts -> (l || b.entry)) x (s)),
         -- Of what was there before the directory: when it became public.
         (select max(since) from tandem.published where entry = any (b.sources))
  from unnest(made) b
  on conflict (entry) do update set
    position = excluded.position, organisation = excluded.organisation, audiences = excluded.audiences, terms = excluded.terms,
    authorities = excluded.authorities, locations = excluded.locations, places = excluded.places, languages = excluded.languages,
    custody = excluded.custody, cost = excluded.cost, voluntary = excluded.voluntary, last_verified_on = excluded.last_verified_on,
    sources = excluded.sources, words = excluded.words, documents = excluded.documents,
    -- Also what is no longer there is a change.
    changed_at = case when kept.documents = excluded.documents then kept.changed_at else clock_timestamp() end;

  delete from tandem_services_directory.spot where service = any (many);
  insert into tandem_services_directory.spot
  -- A centimetre is exact enough, and nothing so small is left that reckoning with it would fail.
  select distinct s.entry, p.entry, round((p.data ->> 'latitude')::numeric, 7)::double precision,
         round((p.data ->> 'longitude')::numeric, 7)::double precision
  from tandem_services_directory.service s join tandem.published p on p.entry = any (s.locations)
  where s.entry = any (many) and p.data ? 'latitude' and p.data ? 'longitude';

  delete from tandem_services_directory.opening where service = any (many);
  delete from tandem_services_directory.exception where service = any (many);
  with said as materialized (
    select * from tandem_services_directory.hours_of(many)
  ), open as (
    insert into tandem_services_directory.opening (service, source, location, weekday, next_day, begins, ends, opens, closes, first_day,
                                                   last_day, on_holidays, appointment)
    select h.service, h.source, h.location, o.* from said h, tandem_services_directory.openings_in(h.hours) o
  )
  insert into tandem_services_directory.exception
  select h.service, h.source, (e ->> 'from')::date, (e ->> 'until')::date, not (e ? 'opens' and e ? 'closes')
  from said h, jsonb_array_elements(h.hours -> 'exceptions') e;
end $$;

-- Brings in line what was made of these entries, or all. One transaction after the other: what another one has not
-- committed yet could not be seen.
-- Planned once, for looking up by key: one plan suits one service and some hundreds, whatever the tables held when it
-- was made; to plan anew takes longer than to refresh one service.
create or replace function tandem_services_directory.refresh(changed uuid[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  types constant text[] := '{service,organisation,location,service_at_location,audience,authority,recognition,taxonomy,taxonomy_term}';
  services uuid[];
begin
  if changed is not null and not exists (select from tandem.entry where id = any (changed) and type = any (types)) then return; end if;
  perform pg_advisory_xact_lock(hashtext('tandem_services_directory'));
  if changed is null then
    delete from tandem_services_directory.passage;
    perform tandem_services_directory.refresh_passages(array(select distinct entry from tandem.published where type = any (types)));
    services := array(select entry from tandem_services_directory.service union
                      select entry from tandem.published where type = 'service' order by 1);
  else
    perform tandem_services_directory.refresh_passages(changed);
    services := array(select entry from tandem_services_directory.service
                      -- A group that is part of another since now belongs to the services of that one.
                      where sources && (changed || tandem_services_directory.with_parents(
                              array(select id from tandem.entry where id = any (changed) and type = 'audience')))
                      union
                      select id from tandem.entry where id = any (changed) and type = 'service'
                      union
                      select (data ->> 'service')::uuid from tandem.published where entry = any (changed) and type = 'service_at_location'
                      order by 1);
  end if;
  -- In slices, so that what is held in memory has an end.
  for begins in 1 .. cardinality(services) by 500 loop
    perform tandem_services_directory.refresh_services(services[begins : begins + 499]);
  end loop;
end $$;
