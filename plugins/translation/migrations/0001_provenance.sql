-- What says the same as what: derived from the revisions and publications of the core. Runs in tandem_translation.

-- An instant as clients read it (RFC 3339).
create function instant(at timestamptz) returns text language sql stable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- What a field says in a language from a revision on; also when only its source is new (provenance/chronicle.hpp).
create table wording (
  entry         uuid not null,
  locale        text not null,
  field         text not null,
  revision      integer not null,
  saved_at      timestamptz not null,
  digest        text not null,            -- equal for equal texts; '' when the field says nothing
  source_locale text,
  source_number integer,
  primary key (entry, locale, revision, field)
);

-- How far the revisions of a variant have been read into wordings.
create table followed (
  entry    uuid not null,
  locale   text not null,
  revision integer not null,
  primary key (entry, locale)
);

-- How each language of an entry stands, as a draft.
create table standing (
  entry    uuid not null,
  locale   text not null,
  revision integer not null,              -- the head
  status   text not null check (status in ('up_to_date', 'ahead', 'stale')),
  source   text,                          -- the language it is behind for longest …
  since    timestamptz,                   -- … since when
  fields   jsonb not null,                -- those that are not up to date: name → status, source, since, then, now
  primary key (entry, locale)
);
create index standing_behind on standing (since) where status = 'stale';

-- How each language stood while it was public: for delivery, also at an earlier time.
create table period (
  entry    uuid not null,
  locale   text not null,
  during   tstzrange not null,
  revision integer not null,
  status   text not null check (status in ('up_to_date', 'ahead', 'stale')),
  source   text,
  since    timestamptz,
  fields   jsonb not null,
  primary key (entry, locale, during)
);
create index period_open on period (entry, locale) where upper_inf(during);
create index period_behind on period (since) where upper_inf(during) and status = 'stale';

-- What delivery says of an entry in a language (Host::resource_meta). Plain SQL, so that the planner sees through it.
create function said(one uuid, language text, instant timestamptz) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('status', p.status, 'source', p.source, 'behind_since',
                                              tandem_translation.instant(p.since)))
  from tandem_translation.period p
  where p.entry = one and p.locale = language
    and case when instant is null then upper_inf(p.during) else p.during @> instant end
$$;

-- The revisions of entries that have not been read into wordings: a row for each field of each, with what it says.
-- In PL/pgSQL, which keeps its plans.
create function unread(entries uuid[])
returns table (entry uuid, locale text, revision integer, saved_at timestamptz, source_locale text,
               source_number integer, source_fields text[], digests jsonb)
language plpgsql stable as $$
begin
  return query
  select r.entry, r.locale, r.number, r.created_at, r.source_locale, r.source_number, r.source_fields,
         coalesce((select jsonb_object_agg(f.key, left(encode(sha256(convert_to(f.value::text, 'UTF8')), 'hex'), 32))
                   from jsonb_each(r.data) f where f.key <> 'slug' and f.value not in ('""', '[]', '{}')), '{}')
  from unnest(entries) one (id)
  join tandem.revision r on r.entry = one.id
  left join tandem_translation.followed s on s.entry = r.entry and s.locale = r.locale
  where not r.side and r.locale <> 'shared' and r.number > coalesce(s.revision, 0)
  order by r.entry, max(r.created_at) over (partition by r.entry, r.locale order by r.number), r.locale, r.number;
end $$;
