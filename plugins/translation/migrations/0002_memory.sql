-- The translation memory: sentences that say the same in two languages. See memory/ in the plugin.

-- One row for each direction of a pair, so that looking up is one question to one index.
create table tandem_translation.memory (
  id              bigint generated always as identity primary key,
  origin          text not null,        -- '' for what this site has published; else the name of an imported file
  source_locale   text not null,
  target_locale   text not null,
  source          text not null,        -- marked (segments/segment.hpp): codes as <g id="1"> and <x id="2"/>
  target          text not null,
  source_codes    jsonb not null,       -- what the codes stand for
  target_codes    jsonb not null,
  normal          text not null,        -- the source as it is compared: without codes, case and typography
  words           integer not null,     -- of it
  entry           uuid,                 -- where it stands; null for what was imported
  type            text,
  field           text,
  pointer         text,                 -- of the text in the field's value
  segment         integer,              -- from 0
  source_revision integer,
  target_revision integer,
  since           timestamptz not null  -- public since, or imported at
);
-- Sentences may be longer than a key of an index.
create index memory_exact on tandem_translation.memory (md5(normal), source_locale, target_locale);
-- Nearest first, among those of these languages and about this length. Signatures shorter than this are all ones for a
-- sentence. (GIN reads every sentence that shares some common trigrams: six times as long at 100,000 pairs.)
create index memory_like on tandem_translation.memory
  using gist (source_locale, target_locale, words, normal public.gist_trgm_ops (siglen = 256));
create index memory_by_entry on tandem_translation.memory (entry) where entry is not null;
create index memory_by_origin on tandem_translation.memory (origin, id);

-- Entries whose sentences are to be read again.
create table tandem_translation.memory_pending (
  entry uuid primary key,
  since timestamptz not null
);

-- Called in every transaction that changes what is public: what is no longer so leaves the memory at once, what is new
-- is noted down, and read a little later by the plugin, which knows how to take sentences apart.
create function tandem_translation.note_memory(changed uuid[]) returns void language plpgsql as $$
begin
  delete from tandem_translation.memory m
  where m.origin = '' and (changed is null or m.entry = any (changed))
    and not (exists (select from tandem.published p
                     where p.entry = m.entry and p.locale = m.source_locale and p.revision = m.source_revision)
             and exists (select from tandem.published p
                         where p.entry = m.entry and p.locale = m.target_locale and p.revision = m.target_revision));
  insert into tandem_translation.memory_pending
  select entry, clock_timestamp()
  from (select unnest(changed) union select p.entry from tandem.published p where changed is null
        union select m.entry from tandem_translation.memory m where changed is null and m.entry is not null) e (entry)
  order by entry
  on conflict (entry) do update set since = excluded.since;
end $$;

-- Entries that wait, oldest first, with when each was noted.
create function tandem_translation.memory_waiting(most integer) returns table (entry uuid, since timestamptz)
language plpgsql stable as $$
begin
  return query select p.entry, p.since from tandem_translation.memory_pending p order by p.since, p.entry limit most;
end $$;

-- What is public of an entry in each of its languages, with its content type and the fields in which a language says
-- something else than the others by now.
create function tandem_translation.memory_texts(one uuid)
returns table (locale text, revision integer, data jsonb, since text, type text, schema jsonb, behind jsonb)
language plpgsql stable as $$
begin
  return query
  select p.locale, p.revision, p.data, tandem_translation.instant(p.since), p.type, t.schema,
         (select coalesce(jsonb_agg(f.key), '[]') from jsonb_each(s.fields) f
          where f.value ->> 'status' in ('stale', 'missing'))
  from tandem.published p
  join tandem.content_type t on t.name = p.type
  left join tandem_translation.period s on s.entry = p.entry and s.locale = p.locale and upper_inf(s.during)
  where p.entry = one and p.revision is not null
  order by p.locale;
end $$;

-- Puts what was read in the place of what is there of the entry; not what has been replaced since.
create function tandem_translation.keep_memory(one uuid, noted timestamptz, pairs jsonb) returns void language plpgsql as $$
begin
  delete from tandem_translation.memory where entry = one and origin = '';
  insert into tandem_translation.memory (origin, source_locale, target_locale, source, target, source_codes, target_codes,
                                         normal, words, entry, type, field, pointer, segment, source_revision, target_revision,
                                         since)
  select '', r.source_locale, r.target_locale, r.source, r.target, r.source_codes, r.target_codes, r.normal, r.words, one, r.type,
         r.field, r.pointer, r.segment, r.source_revision, r.target_revision, r.since
  from jsonb_to_recordset(pairs)
    r (source_locale text, target_locale text, source text, target text, source_codes jsonb, target_codes jsonb,
       normal text, words integer, type text, field text, pointer text, segment integer, source_revision integer,
       target_revision integer, since timestamptz)
  where exists (select from tandem.published p
                where p.entry = one and p.locale = r.source_locale and p.revision = r.source_revision)
    and exists (select from tandem.published p
                where p.entry = one and p.locale = r.target_locale and p.revision = r.target_revision);
  delete from tandem_translation.memory_pending where entry = one and since = noted;
end $$;

create function tandem_translation.add_imported(name text, pairs jsonb) returns void language plpgsql as $$
begin
  insert into tandem_translation.memory (origin, source_locale, target_locale, source, target, source_codes, target_codes,
                                         normal, words, since)
  select name, r.source_locale, r.target_locale, r.source, r.target, r.source_codes, r.target_codes, r.normal, r.words,
         now()
  from jsonb_to_recordset(pairs)
    r (source_locale text, target_locale text, source text, target text, source_codes jsonb, target_codes jsonb,
       normal text, words integer);
end $$;

-- What is written exactly so, and what resembles it most by its trigrams: candidates, whose score the plugin reckons.
-- Where so many words are missing or too many that `at_least` per cent cannot be reached, none.
create function tandem_translation.memory_candidates(asked text, asked_words integer, at_least integer, from_locale text,
                                                     to_locale text, most integer)
returns table (id bigint) language plpgsql stable as $$
begin
  return query
  (select m.id from tandem_translation.memory m
   where md5(m.normal) = md5(asked) and m.normal = asked and m.source_locale = from_locale and m.target_locale = to_locale
   order by m.since desc, m.id limit most)
  union all
  (select m.id from tandem_translation.memory m
   where m.normal <> asked and m.source_locale = from_locale and m.target_locale = to_locale
     and m.words between ceil(asked_words * at_least / 100.0)::integer and floor(asked_words * 100.0 / at_least)::integer
   order by m.normal operator(public.<->) asked limit most);
end $$;
