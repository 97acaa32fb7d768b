-- Content, revisions, publications. Runs in schema tandem (search_path: tandem, public).
-- btree_gist and unaccent are trusted extensions: no superuser is needed.
create extension if not exists btree_gist with schema public;
create extension if not exists unaccent with schema public;

-- The content types as loaded, so that the database can derive what is public by itself.
create table content_type (
  name       text primary key,
  localised  boolean not null,            -- has at least one localised field
  has_shared boolean not null,            -- has at least one shared field
  schema     jsonb   not null,            -- as last applied
  applied_at timestamptz not null default clock_timestamp()
);

create table entry (
  id           uuid primary key,
  type         text not null references content_type (name),
  organisation uuid,                      -- owning organisation (an entry), for grants
  created_at   timestamptz not null,
  deleted_at   timestamptz,               -- revisions are never deleted; a deleted entry is only hidden
  successor    uuid references entry (id) -- where readers of a withdrawn entry are sent
);
create index entry_by_type on entry (type, id);

-- One row a variant: the row that an edit locks, and the end of the hash chain.
create table variant (
  entry     uuid not null references entry (id),
  locale    text not null,
  head      integer not null,             -- newest revision that is not a side revision
  last      integer not null,             -- newest revision of any kind
  head_hash bytea not null,
  primary key (entry, locale)
);

create table revision (
  entry         uuid not null,
  locale        text not null,
  number        integer not null check (number >= 1),
  parent        integer,
  side          boolean not null default false,
  data          jsonb not null check (jsonb_typeof(data) = 'object'),
  author        text not null,
  message       text not null default '',
  created_at    timestamptz not null,
  source_locale text,
  source_number integer,
  hash          bytea not null check (octet_length(hash) = 32),
  primary key (entry, locale, number),
  foreign key (entry, locale) references variant (entry, locale) deferrable initially deferred,
  foreign key (entry, locale, parent) references revision (entry, locale, number),
  check ((source_locale is null) = (source_number is null))
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger revision_is_append_only before update or delete on revision
  for each row execute function refuse_change();
create trigger revision_is_never_truncated before truncate on revision
  for each statement execute function refuse_change();

-- Publications made (or withdrawn) in one transaction.
create table bundle (
  id         uuid primary key,
  kind       text not null check (kind in ('publish', 'unpublish', 'undo', 'import')),
  author     text not null,
  message    text not null default '',
  created_at timestamptz not null,
  undoes     uuid references bundle (id)
);

-- A period in which one revision was the public one.
create table publication (
  entry     uuid not null,
  locale    text not null,
  revision  integer not null,
  during    tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)
                                      and not lower_inf(during)),
  bundle    uuid not null references bundle (id),
  closed_by uuid references bundle (id),
  primary key (entry, locale, during),
  foreign key (entry, locale, revision) references revision (entry, locale, number),
  exclude using gist (entry with =, locale with =, during with &&)
);
create index publication_open on publication (entry, locale) where upper_inf(during);
create index publication_by_bundle on publication (bundle);
create index publication_by_closing_bundle on publication (closed_by);

-- Values that only one public entry may have: slugs and fields declared unique. A slug that is no longer
-- current stays and leads to its entry. `locale` is 'shared' for shared fields.
create table unique_value (
  type    text not null,
  field   text not null,
  locale  text not null,
  value   text not null,
  entry   uuid not null references entry (id),
  is_slug boolean not null,
  current boolean not null,
  primary key (type, field, locale, value)
);
create index unique_value_by_entry on unique_value (entry);

-- Who points at whom. `published` rows follow the public revision, the others the head.
create table reference (
  entry     uuid not null references entry (id),
  locale    text not null,
  published boolean not null,
  path      text not null,
  target    uuid not null references entry (id),
  primary key (entry, locale, published, path)
);
create index reference_by_target on reference (target, published);

-- Text search: the locale's dictionary behind unaccent.
create text search configuration tandem_nl (copy = pg_catalog.dutch);
alter text search configuration tandem_nl alter mapping for hword, hword_part, word
  with public.unaccent, pg_catalog.dutch_stem;
create text search configuration tandem_fr (copy = pg_catalog.french);
alter text search configuration tandem_fr alter mapping for hword, hword_part, word
  with public.unaccent, pg_catalog.french_stem;
create text search configuration tandem_other (copy = pg_catalog.simple);
alter text search configuration tandem_other alter mapping for hword, hword_part, word
  with public.unaccent, pg_catalog.simple;

create function search_configuration(locale text) returns regconfig language sql immutable parallel safe as $$
  select case left(locale, 2) when 'nl' then 'tandem.tandem_nl'::regconfig
                              when 'fr' then 'tandem.tandem_fr'::regconfig
                              else 'tandem.tandem_other'::regconfig end
$$;

-- What the public sees at an instant: a row for each entry and locale whose localised part is public and whose
-- shared part, if its type has one, is public too. Plain SQL, so that the planner sees through it.
create function published_at(instant timestamptz)
returns table (entry uuid, locale text, type text, organisation uuid, data jsonb, revision integer,
               shared_revision integer, since timestamptz, created_at timestamptz)
language sql stable as $$
  select e.id, p.locale, e.type, e.organisation,
         coalesce(sr.data, '{}'::jsonb) || r.data,
         case when p.locale = 'shared' then null else p.revision end,
         case when p.locale = 'shared' then p.revision else sp.revision end,
         greatest(lower(p.during), lower(sp.during)),
         e.created_at
  from tandem.publication p
  join tandem.entry e on e.id = p.entry
  join tandem.content_type t on t.name = e.type
  join tandem.revision r on r.entry = p.entry and r.locale = p.locale and r.number = p.revision
  left join tandem.publication sp
    on t.localised and t.has_shared and sp.entry = p.entry and sp.locale = 'shared' and sp.during @> instant
  left join tandem.revision sr on sr.entry = sp.entry and sr.locale = 'shared' and sr.number = sp.revision
  where p.during @> instant
    and case when p.locale = 'shared' then not t.localised
             else t.localised and (not t.has_shared or sp.entry is not null) end
$$;

-- The projection that delivery reads: published_at(now), kept ready. Every row can be derived again (reindex).
create table published (
  entry           uuid not null references entry (id),
  locale          text not null,
  type            text not null,
  organisation    uuid,
  data            jsonb not null,
  revision        integer,
  shared_revision integer,
  since           timestamptz not null,
  created_at      timestamptz not null,
  search          tsvector not null,
  primary key (entry, locale)
);
create index published_by_type on published (type, locale, entry);
create index published_by_slug on published (type, (data ->> 'slug'), locale);
create index published_search on published using gin (search);

-- Brings the projection of some entries in line with their open publications.
create function refresh_published(entries uuid[], instant timestamptz) returns void language sql as $$
  delete from tandem.published where entry = any (entries);
  insert into tandem.published (entry, locale, type, organisation, data, revision, shared_revision, since,
                                created_at, search)
  select p.entry, p.locale, p.type, p.organisation, p.data, p.revision, p.shared_revision, p.since, p.created_at,
         jsonb_to_tsvector(tandem.search_configuration(p.locale), p.data, '["string"]')
  from tandem.published_at(instant) p where p.entry = any (entries);
$$;
