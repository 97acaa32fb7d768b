-- Search: words weighted by where they stand, kept for what was public too; prefixes; words near to a mistyped one.
-- pg_trgm is a trusted extension: no superuser is needed.
create extension if not exists pg_trgm with schema public;

-- The words of one document in one dictionary. The title weighs most (A); ids of other entries are no words.
create function words_in(dictionary regconfig, schema jsonb, data jsonb) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector(dictionary, coalesce(data ->> (schema #>> '{x-tandem,title}'), '')), 'A') ||
         jsonb_to_tsvector(dictionary,
                           data - (schema #>> '{x-tandem,title}')
                                - array(select p.key from jsonb_each(schema -> 'properties') p
                                        where p.value -> 'x-tandem' ? 'reference'),
                           '["string"]')
$$;

-- The words of a variant, in the dictionary of its language. What is shared is read in every language, so its words
-- are there in each dictionary.
create function search_vector(locale text, schema jsonb, data jsonb) returns tsvector
language sql immutable parallel safe as $$
  select case when locale = 'shared'
              then tandem.words_in('tandem.tandem_other', schema, data) || tandem.words_in('tandem.tandem_nl', schema, data) ||
                   tandem.words_in('tandem.tandem_fr', schema, data)
              else tandem.words_in(tandem.search_configuration(locale), schema, data) end
$$;

-- What somebody types: words, "phrases", or, -not. With `typing` the last word may be the beginning of one; its stem
-- is no beginning of the word's other forms, so it is looked for as typed too.
create function search_query(locale text, typed text, typing boolean) returns tsquery
language sql immutable parallel safe as $$
  select case when typing and last is not null
              then websearch_to_tsquery(dictionary, left(typed, -length(last))) &&
                   (to_tsquery(dictionary, '''' || last || ''':*') ||
                    to_tsquery('tandem.tandem_other', '''' || last || ''':*'))
              else websearch_to_tsquery(dictionary, typed) end
  from (select tandem.search_configuration(locale) as dictionary,
               substring(typed from '(?:^|\s)([^-\s"''()&|!:*<>\\][^\s"''()&|!:*<>\\]*)$') as last) t
$$;

-- The ids in a reference field, one or many; what is no id is passed over.
create function references_in(value jsonb) returns setof uuid language sql immutable parallel safe rows 3 as $$
  select (item #>> '{}')::uuid from jsonb_path_query(value, 'lax $[*]') item
  where item #>> '{}' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
$$;

-- RFC 3339 text as an instant. It says its offset, so that no setting of the session matters: an index may hold it.
create function instant_of(value text) returns timestamptz language sql immutable parallel safe as $$
  select value::timestamptz
$$;

-- Words of what is public or was, kept with the publication: so that the past is searched without reading its texts.
alter table publication add column search tsvector;
update publication p set search = search_vector(p.locale, t.schema, r.data)
from revision r, entry e, content_type t
where r.entry = p.entry and r.locale = p.locale and r.number = p.revision and e.id = p.entry and t.name = e.type;
alter table publication alter column search set not null;

create function note_words() returns trigger language plpgsql as $$
begin
  select tandem.search_vector(new.locale, t.schema, r.data) into new.search
  from tandem.revision r, tandem.entry e, tandem.content_type t
  where r.entry = new.entry and r.locale = new.locale and r.number = new.revision and e.id = new.entry and t.name = e.type;
  return new;
end $$;
create trigger publication_notes_words before insert on publication for each row execute function note_words();

-- As before, with the words: those of the shared part and of the localised one.
drop function published_at(timestamptz);
create function published_at(instant timestamptz)
returns table (entry uuid, locale text, type text, organisation uuid, data jsonb, revision integer,
               shared_revision integer, since timestamptz, created_at timestamptz, search tsvector)
language sql stable as $$
  select e.id, p.locale, e.type, e.organisation,
         coalesce(sr.data, '{}'::jsonb) || r.data,
         case when p.locale = 'shared' then null else p.revision end,
         case when p.locale = 'shared' then p.revision else sp.revision end,
         greatest(lower(p.during), lower(sp.during)),
         e.created_at,
         coalesce(p.search || sp.search, p.search)
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

-- Every word that is public or was, as written but for case and accents: what a mistyped one may have meant.
create table search_word (
  locale text not null,                   -- 'shared' for what is written in none
  word   text not null check (length(word) between 4 and 60),
  primary key (locale, word)
);
create index search_word_by_likeness on search_word using gin (word public.gin_trgm_ops);

-- In the order of the key, so that two who add the same words never wait for each other in a circle.
create function add_words(entries uuid[]) returns void language sql as $$
  insert into tandem.search_word (locale, word)
  select distinct p.locale, w.word
  from tandem.published p, unnest(tsvector_to_array(jsonb_to_tsvector('tandem.tandem_other', p.data, '["string"]'))) w (word)
  where p.entry = any (entries) and length(w.word) between 4 and 60 and w.word !~ '[0-9./:@_-]'
  order by 1, 2
  on conflict do nothing
$$;

create or replace function refresh_published(entries uuid[], instant timestamptz) returns void language sql as $$
  delete from tandem.published where entry = any (entries);
  insert into tandem.published (entry, locale, type, organisation, data, revision, shared_revision, since,
                                created_at, search)
  select p.entry, p.locale, p.type, p.organisation, p.data, p.revision, p.shared_revision, p.since, p.created_at,
         p.search
  from tandem.published_at(instant) p where p.entry = any (entries);
  select tandem.add_words(entries);
$$;
update published p set search = a.search from published_at(clock_timestamp()) a
where a.entry = p.entry and a.locale = p.locale;
select add_words(array(select id from entry));

-- The whole projection, and all that is derived from publications.
create function rebuild_published() returns void language sql as $$
  update tandem.publication p set search = tandem.search_vector(p.locale, t.schema, r.data)
  from tandem.revision r, tandem.entry e, tandem.content_type t
  where r.entry = p.entry and r.locale = p.locale and r.number = p.revision and e.id = p.entry and t.name = e.type;
  delete from tandem.search_word;
  select tandem.refresh_published(array(select id from tandem.entry), clock_timestamp());
$$;

-- The words of a preview's entries, as their publication would note them.
create or replace function published_in_preview(shown uuid)
returns table (entry uuid, locale text, type text, organisation uuid, data jsonb, revision integer,
               shared_revision integer, since timestamptz, created_at timestamptz, search tsvector, previewed boolean)
language sql stable as $$
  select p.entry, p.locale, p.type, p.organisation, p.data, p.revision, p.shared_revision, p.since, p.created_at,
         p.search, false
  from tandem.published p
  where not exists (select 1 from tandem.preview_item i where i.preview = $1 and i.entry = p.entry)
  union all
  select v.entry, v.locale, v.type, v.organisation, v.data, v.revision, v.shared_revision, v.since, v.created_at,
         (select coalesce(tandem.search_vector(v.locale, t.schema, r.data) ||
                          tandem.search_vector('shared', t.schema, sr.data),
                          tandem.search_vector(v.locale, t.schema, coalesce(r.data, sr.data)))
          from tandem.content_type t
          left join tandem.revision r on r.entry = v.entry and r.locale = v.locale and r.number = v.revision
          left join tandem.revision sr on sr.entry = v.entry and sr.locale = 'shared' and sr.number = v.shared_revision
          where t.name = v.type), true
  from tandem.previewed($1) v
$$;
