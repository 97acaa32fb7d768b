-- Previews: links that show the site as it would be if some drafts were public.
create table preview (
  id         uuid primary key,
  secret     bytea not null unique check (octet_length(secret) = 32), -- SHA-256 of the token
  account    uuid not null references account (id), -- whose grants it shows drafts with
  note       text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index preview_by_account on preview (account, id);

-- The variants that a preview shows otherwise than the public sees them: a revision, the head of the moment, or (with
-- neither) withdrawn.
create table preview_item (
  preview      uuid not null references preview (id) on delete cascade,
  entry        uuid not null,
  locale       text not null,
  revision     integer,
  follows_head boolean not null,
  primary key (preview, entry, locale),
  foreign key (entry, locale) references variant (entry, locale),
  foreign key (entry, locale, revision) references revision (entry, locale, number),
  check (revision is null or not follows_head)
);

-- What a preview's entries would be, derived from the preview's revisions and, for their other variants, from the
-- public ones; merged as published_at() does it, with two differences. `since` is null where a draft is shown. And a
-- draft whose shared part is not there yet is shown without it, unless it is the preview that withdraws that part.
-- A function with a plan of its own: it is read whole, and twice in one question. Each row is looked up by its key
-- (`limit 1` holds the planner to it), because the plan serves short previews and long ones.
create function previewed(shown uuid)
returns table (entry uuid, locale text, type text, organisation uuid, data jsonb, revision integer,
               shared_revision integer, since timestamptz, created_at timestamptz)
language plpgsql stable rows 100 as $$
begin
  return query
  with item as materialized (
    select i.entry, i.locale, case when i.follows_head then v.head else i.revision end as revision
    from tandem.preview_item i
    cross join lateral (select v.head from tandem.variant v
                        where v.entry = i.entry and v.locale = i.locale limit 1) v
    where i.preview = shown
  ), variant as materialized (
    select i.entry, i.locale, i.revision,
           (select lower(p.during) from tandem.publication p
            where p.entry = i.entry and p.locale = i.locale and p.revision = i.revision and upper_inf(p.during)
            limit 1) as since
    from item i
    where i.revision is not null
    union all
    select p.entry, p.locale, p.revision, p.since
    from (select distinct i.entry from item i) i
    cross join lateral (select p.entry, p.locale, p.revision, lower(p.during) as since from tandem.publication p
                        where p.entry = i.entry and upper_inf(p.during) offset 0) p
    where not exists (select 1 from item i where i.entry = p.entry and i.locale = p.locale)
  )
  select e.id, v.locale, e.type, e.organisation,
         coalesce(sr.data, '{}'::jsonb) || r.data,
         case when v.locale = 'shared' then null else v.revision end,
         case when v.locale = 'shared' then v.revision else sv.revision end,
         case when v.since is not null and (sv.entry is null or sv.since is not null)
              then greatest(v.since, sv.since) end,
         e.created_at
  from variant v
  cross join lateral (select * from tandem.entry e where e.id = v.entry and e.deleted_at is null limit 1) e
  join tandem.content_type t on t.name = e.type
  cross join lateral (select r.data from tandem.revision r
                      where r.entry = v.entry and r.locale = v.locale and r.number = v.revision limit 1) r
  left join variant sv on t.localised and t.has_shared and sv.entry = v.entry and sv.locale = 'shared'
  left join lateral (select r.data from tandem.revision r
                     where r.entry = sv.entry and r.locale = 'shared' and r.number = sv.revision limit 1) sr on true
  where case when v.locale = 'shared' then not t.localised
             else t.localised and (not t.has_shared or sv.entry is not null or not exists
                  (select 1 from item i where i.entry = v.entry and i.locale = 'shared')) end;
end $$;

-- What the public would see: the projection, and in place of the preview's entries what they would be (`previewed`).
-- Plain SQL: the planner sees through it, so that the projection is read by its indexes.
create function published_in_preview(shown uuid)
returns table (entry uuid, locale text, type text, organisation uuid, data jsonb, revision integer,
               shared_revision integer, since timestamptz, created_at timestamptz, search tsvector, previewed boolean)
language sql stable as $$
  select p.entry, p.locale, p.type, p.organisation, p.data, p.revision, p.shared_revision, p.since, p.created_at,
         p.search, false
  from tandem.published p
  where not exists (select 1 from tandem.preview_item i where i.preview = $1 and i.entry = p.entry)
  union all
  select v.entry, v.locale, v.type, v.organisation, v.data, v.revision, v.shared_revision, v.since, v.created_at,
         jsonb_to_tsvector(tandem.search_configuration(v.locale), v.data, '["string"]'), true
  from tandem.previewed($1) v
$$;
