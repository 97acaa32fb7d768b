-- A publication costs what it changes.

-- The same guard as before, on a hash of entry and locale: an index that begins with these columns was taken by the
-- planner for what the primary key finds many times faster, and cost more to keep.
alter table publication drop constraint publication_entry_locale_during_excl;
alter table publication add constraint publication_never_overlaps
  exclude using gist ((hashtextextended(entry::text || locale, 0)) with =, during with &&);

-- The languages that the entry of a row is public in, so that each row tells by itself whether it is the best one for
-- whoever asks for a language: no lookup of the entry's other rows.
alter table published add column locales text[];
update published p set locales = e.locales
from (select entry, array_agg(locale order by locale) as locales from published group by entry) e where e.entry = p.entry;
alter table published alter column locales set not null;

-- What published_at() gives, with the languages of each entry: the rows of the projection.
create function projected_at(instant timestamptz)
returns table (entry uuid, locale text, type text, organisation uuid, data jsonb, revision integer,
               shared_revision integer, since timestamptz, created_at timestamptz, search tsvector, locales text[])
language sql stable as $$
  select a.entry, a.locale, a.type, a.organisation, a.data, a.revision, a.shared_revision, a.since, a.created_at,
         a.search, array_agg(a.locale) over (partition by a.entry order by a.locale
                                             rows between unbounded preceding and unbounded following)
  from tandem.published_at(instant) a
$$;

-- Brings the projection of one entry in line with its publications; answers the words of the rows that it wrote. Rows
-- that say already what they should are left alone, so a publication in one language does not write those of all others.
-- In PL/pgSQL, which keeps its plans: planning takes longer than the work.
create function refresh_entry(one uuid, instant timestamptz) returns setof search_word language plpgsql as $$
begin
  return query
  with derived as materialized (
    select * from tandem.projected_at(instant) a where a.entry = one
  ), gone as (
    delete from tandem.published p
    where p.entry = one and not exists (select from derived d where d.locale = p.locale)
  ), written as (
    insert into tandem.published as p (entry, locale, type, organisation, data, revision, shared_revision, since,
                                       created_at, search, locales)
    select d.entry, d.locale, d.type, d.organisation, d.data, d.revision, d.shared_revision, d.since, d.created_at,
           d.search, d.locales
    from derived d
    where not exists (select from tandem.published k
                      where k.entry = one and k.locale = d.locale
                        and (k.revision, k.shared_revision, k.since, k.organisation, k.locales)
                            is not distinct from
                            (d.revision, d.shared_revision, d.since, d.organisation, d.locales))
    on conflict (entry, locale) do update
      set type = excluded.type, organisation = excluded.organisation, data = excluded.data,
          revision = excluded.revision, shared_revision = excluded.shared_revision, since = excluded.since,
          created_at = excluded.created_at, search = excluded.search, locales = excluded.locales
    returning p.locale, p.data
  )
  select w.locale, t.word
  from written w, unnest(tsvector_to_array(jsonb_to_tsvector('tandem.tandem_other', w.data, '["string"]'))) t (word)
  where length(t.word) between 4 and 60 and t.word !~ '[0-9./:@_-]';
end $$;

-- The same for several. Their words are added in the order of the key, so that two who add the same words never wait
-- for each other in a circle.
create or replace function refresh_published(entries uuid[], instant timestamptz) returns void language sql as $$
  insert into tandem.search_word (locale, word)
  select distinct w.locale, w.word from unnest(entries) one, tandem.refresh_entry(one, instant) w order by 1, 2
  on conflict do nothing
$$;

-- Everything anew: rows that look right are not trusted.
create or replace function rebuild_published() returns void language sql as $$
  update tandem.publication p set search = tandem.search_vector(p.locale, t.schema, r.data)
  from tandem.revision r, tandem.entry e, tandem.content_type t
  where r.entry = p.entry and r.locale = p.locale and r.number = p.revision and e.id = p.entry and t.name = e.type;
  delete from tandem.search_word;
  delete from tandem.published;
  select tandem.refresh_published(array(select id from tandem.entry), clock_timestamp());
$$;
drop function add_words(uuid[]);
