-- What the check of the directory's quality found, and what it knows of links. See quality/ in the plugin.

-- One row a finding that is true. `id` is made of what it is about, so that it stays the same from run to run.
create table tandem_services_directory.finding (
  id      uuid primary key,
  kind    text not null,
  entry   uuid not null,
  type    text not null,
  locale  text not null,
  field   text not null,
  pointer text not null,
  subject text not null,
  nl      text not null,
  fr      text not null,
  since   timestamptz not null -- when it was first seen
);
create index on tandem_services_directory.finding (entry);

-- One row an address that stands in something public.
create table tandem_services_directory.link (
  address       text primary key,
  outcome       text not null,
  status        integer not null, -- of HTTP; 0: no answer
  problem       text not null,
  failing_since date,
  last_failed   date,
  asked_at      timestamptz       -- null: never
);

-- The last check. No row: there was none yet.
create table tandem_services_directory.quality_check (
  single     boolean primary key default true check (single), -- one row
  ran_at     timestamptz not null,
  links      text not null,       -- 'checked', 'partly', 'switched_off', 'offline', 'no_answer'
  links_at   timestamptz          -- when links were last asked
);

create function tandem_services_directory.finding_id(kind text, entry uuid, locale text, field text, subject text)
returns uuid language sql immutable as $$
  select md5(jsonb_build_array(kind, entry, locale, field, subject)::text)::uuid
$$;

-- What a check found, as rows.
create function tandem_services_directory.found_in(findings jsonb)
returns table (id uuid, kind text, entry uuid, type text, locale text, field text, pointer text, subject text, nl text, fr text)
language sql immutable as $$
  select distinct on (id) * from (
    select tandem_services_directory.finding_id(f.kind, f.entry, f.locale, f.field, f.subject) as id, f.*
    from jsonb_to_recordset(findings)
      f (kind text, entry uuid, type text, locale text, field text, pointer text, subject text, nl text, fr text)) x
  order by id
$$;

-- Puts it in the place of what the check before it found. What is no longer true goes; what still is keeps `since`.
-- `links` are all that there are, those asked with `asked`; `state` says what became of them.
create function tandem_services_directory.keep_check(findings jsonb, links jsonb, state text)
returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('tandem_services_directory.quality'));
  delete from tandem_services_directory.finding
  where id not in (select found.id from tandem_services_directory.found_in(findings) found);
  insert into tandem_services_directory.finding
  select found.*, now() from tandem_services_directory.found_in(findings) found
  on conflict (id) do update set pointer = excluded.pointer, nl = excluded.nl, fr = excluded.fr;
  delete from tandem_services_directory.link
  where address not in (select l ->> 'address' from jsonb_array_elements(links) l);
  insert into tandem_services_directory.link
  select l.address, l.outcome, l.status, l.problem, l.failing_since, l.last_failed, case when l.asked then now() end
  from jsonb_to_recordset(links)
    l (address text, outcome text, status integer, problem text, failing_since date, last_failed date, asked boolean)
  on conflict (address) do update set outcome = excluded.outcome, status = excluded.status, problem = excluded.problem,
    failing_since = excluded.failing_since, last_failed = excluded.last_failed, asked_at = excluded.asked_at
    where excluded.asked_at is not null;
  insert into tandem_services_directory.quality_check (ran_at, links, links_at)
  values (now(), state, case when state in ('checked', 'partly') then now() end)
  on conflict (single) do update set ran_at = excluded.ran_at, links = excluded.links,
    links_at = coalesce(excluded.links_at, tandem_services_directory.quality_check.links_at);
end $$;

-- Findings as of now: those of the last check about what is still public, and what has not been verified within `days`
-- days, by what stands there now. `verified_on` is for the latter.
create function tandem_services_directory.quality_findings(days integer, zone text)
returns table (id uuid, kind text, entry uuid, type text, owner uuid, locale text, field text, pointer text, subject text,
               nl text, fr text, since timestamptz, verified_on date)
language sql stable as $$
  select f.id, f.kind, f.entry, f.type, p.organisation, f.locale, f.field, f.pointer, f.subject, f.nl, f.fr, f.since, null::date
  from tandem_services_directory.finding f
  join lateral (select organisation from tandem.published where published.entry = f.entry limit 1) p on true
  where f.kind <> 'overdue'
  union all
  select o.id, 'overdue', o.entry, o.type, o.organisation, 'shared', 'last_verified_on', '/last_verified_on', '', null, null,
         coalesce(((o.verified_on + days + 1)::timestamp at time zone zone), f.since, now()), o.verified_on
  from (select distinct on (p.entry) p.entry, p.type, p.organisation, (p.data ->> 'last_verified_on')::date as verified_on,
               tandem_services_directory.finding_id('overdue', p.entry, 'shared', 'last_verified_on', '') as id
        from tandem.published p
        where p.type in ('organisation', 'service', 'location', 'service_at_location')
        order by p.entry, p.locale) o
  left join tandem_services_directory.finding f on f.id = o.id
  where o.verified_on is null or o.verified_on + days < (now() at time zone zone)::date
$$;
