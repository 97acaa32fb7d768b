-- :count services in Dutch and French, each at one of 500 locations with hours of its own, written straight into the
-- published rows; what the directory derives from them is derived by its own function. bench.id() as for the notes.
set session_replication_role = replica; set synchronous_commit = off; set search_path = tandem, public;
create schema if not exists bench;
create or replace function bench.service_id(kind integer, n bigint) returns uuid language sql immutable as $$
  select ('0192e000-0000-70' || lpad(to_hex(kind), 2, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid
$$;
create temp table source as select * from (
  select 1 as kind, n, 'location' as type, jsonb_build_object('kind', (array['office', 'prison', 'home'])[1 + n % 3], 'position', n,
           'latitude', 50.80 + (n % 25) * 0.004, 'longitude', 4.30 + (n / 25) * 0.006) as shared,
         jsonb_build_object('name', 'Kantoor ' || n, 'municipality', 'Brussel') as nl,
         jsonb_build_object('name', 'Bureau ' || n, 'municipality', 'Bruxelles') as fr
  from generate_series(1, 500) n
  union all
  select 2, n, 'service', jsonb_build_object('position', n % 100000, 'cost', 'free', 'organisation', '014170e2-9700-7012-8000-000000000004',
           'audiences', jsonb_build_array('014170e2-9700-7015-8000-00000000000' || 1 + n % 5, '014170e2-9700-7015-8000-00000000000' || 1 + (n / 5) % 4),
           'terms', jsonb_build_array('014170e2-9700-7019-8000-00000000000' || 1 + n % 9),
           'recognitions', jsonb_build_array('014170e2-9700-7016-8000-000000000001'),
           'languages_spoken', jsonb_build_array('nl', (array['fr', 'ar', 'tr', 'en'])[1 + n % 4])),
         jsonb_build_object('name', 'Hulpdienst ' || n, 'summary', 'Hulp aan mensen in detentie en hun naasten, dienst ' || n,
           'help', case when n % 100 = 0 then 'Ook hulp bij het vinden van een woonplaats.' else 'Gesprekken op afspraak of tijdens de permanentie.' end),
         jsonb_build_object('name', 'Service d’aide ' || n, 'summary', 'Aide aux personnes en détention et à leurs proches, service ' || n,
           'help', case when n % 100 = 0 then 'Aide aussi à trouver un domicile.' else 'Entretiens sur rendez-vous ou pendant la permanence.' end)
  from generate_series(1, :count) n
  union all
  select 3, n, 'service_at_location', jsonb_build_object('service', bench.service_id(2, n), 'location', bench.service_id(1, 1 + n % 500), 'position', n,
           'hours', jsonb_build_object('weekly', jsonb_build_array(
             jsonb_build_object('days', jsonb_build_array((array['MO', 'TU', 'WE', 'TH', 'FR'])[1 + n % 5]), 'opens', '09:00', 'closes', '12:00'),
             jsonb_build_object('days', jsonb_build_array((array['MO', 'TU', 'WE', 'TH', 'FR'])[1 + (n / 5) % 5]), 'opens', '13:30', 'closes', '16:30')))),
         jsonb_build_object('title', 'Hulpdienst ' || n || ' op kantoor'), jsonb_build_object('title', 'Service ' || n || ' au bureau')
  from generate_series(1, :count) n) s;
insert into entry (id, type, created_at) select bench.service_id(kind, n), type, '2015-01-01Z' from source;
insert into published (entry, locale, type, data, revision, shared_revision, since, created_at, search, locales)
  select bench.service_id(kind, n), locale, type, shared || data, 1, 1, '2016-01-01Z', '2015-01-01Z', '', array['fr', 'nl']
  from source, lateral (values ('nl', nl), ('fr', fr)) v (locale, data);
insert into reference (entry, locale, published, path, target)
  select bench.service_id(kind, n), 'shared', true, '/service', bench.service_id(2, n) from source where type = 'service_at_location';
drop table source;
analyze published; analyze reference; analyze entry;
select tandem_services_directory.refresh(null);
set session_replication_role = default;
vacuum analyze;
