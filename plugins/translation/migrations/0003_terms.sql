-- The glossary as checks read it, derived from the public entries of the type `term` in the transaction that changes
-- them (see refresh_terms() below).

-- One row a concept.
create table tandem_translation.term (
  entry     uuid primary key,
  kind      text not null,
  subject   text not null,
  english   text,
  languages jsonb not null,   -- locale → what is public of it in that language
  search    tsvector not null -- its words in all these languages
);
create index term_by_words on tandem_translation.term using gin (search);

-- One row a word or expression for it.
create table tandem_translation.designation (
  entry    uuid not null references tandem_translation.term on delete cascade,
  locale   text not null,
  place    integer not null,     -- from 1: the preferred one first, as the entry lists them
  standing text not null check (standing in ('preferred', 'allowed', 'forbidden')),
  written  text not null,
  reason   text,                 -- why it is forbidden
  fixed    boolean not null,     -- a name: it has no inflected forms
  words    text[] not null,      -- in lower case
  accepts  jsonb not null,       -- of each of its words the lexemes of all its forms
  keys     text[] not null,      -- those of one of its words: a text without any of them has not the designation
  primary key (entry, locale, place)
);
create index designation_by_key on tandem_translation.designation using gin (keys);

-- The words of a text as terms are looked for: runs of letters and digits, in lower case. ICU's idea of both, since
-- that of the database may be ASCII's.
create function tandem_translation.words_of(written text) returns text[] language sql immutable as $$
  select array_remove(regexp_split_to_array(lower(normalize(written, nfc) collate "und-x-icu"), '[^[:alnum:]]+'), '')
$$;

-- What the dictionary of the language makes of a word; of one that says nothing ("de", "sur") the word itself, marked.
create function tandem_translation.lexemes_of(locale text, word text) returns text[] language sql immutable as $$
  select case when cardinality(l) > 0 then l else array['=' || word] end
  from (select tsvector_to_array(to_tsvector(tandem.search_configuration(locale), word))) s (l)
$$;

-- Regular forms of a word. The dictionaries bring most of them together, but not "détenu" and "détenus", "arresthuis"
-- and "arresthuizen", "internée" and "interné" without accents.
create function tandem_translation.forms_of(locale text, word text) returns setof text language sql immutable as $$
  select word
  union select unnest(case left(locale, 2)
    when 'nl' then
      case when word in ('de', 'het', 'een') then array['de', 'het', 'een']
           when length(word) < 4 then '{}'
           else array[word || 's', word || 'n', word || 'en', word || 'e', regexp_replace(word, 's$', 'zen'),
                      regexp_replace(word, 'f$', 'ven'), regexp_replace(word, 'zen$', 's'),
                      regexp_replace(word, 'ven$', 'f'), regexp_replace(word, '(s|n|en)$', '')] end
    when 'fr' then
      case when word in ('de', 'du', 'des', 'd') then array['de', 'du', 'des', 'd']
           when word in ('à', 'au', 'aux') then array['à', 'au', 'aux']
           when word in ('le', 'la', 'les', 'l') then array['le', 'la', 'les', 'l']
           when length(word) < 4 then '{}'
           else array[word || 's', word || 'e', word || 'es', regexp_replace(word, 'u$', 'ux'),
                      regexp_replace(word, '(s|x|e|es)$', ''), regexp_replace(word, 'eurs?$', 'euse'),
                      regexp_replace(word, 'teurs?$', 'trice'), regexp_replace(word, 'al$', 'aux')] end
    when 'en' then
      case when word in ('a', 'an', 'the') then array['a', 'an', 'the']
           when length(word) < 3 then '{}'
           else array[word || 's', word || 'es', regexp_replace(word, 'y$', 'ies'), regexp_replace(word, 's$', '')] end
    else '{}' end)
$$;

create function tandem_translation.lexemes_of_forms(locale text, word text, fixed boolean) returns text[]
language sql immutable as $$
  select array(select distinct l from tandem_translation.forms_of(locale, word) f (form),
                 unnest(tandem_translation.lexemes_of(locale, f.form)) l
               where f.form = word or not fixed
               order by l)
$$;

-- What an entry offers in its languages. English is a field of its own where the site has no English variant of it.
create function tandem_translation.designations_of(one uuid)
returns table (locale text, place bigint, standing text, written text, reason text, fixed boolean) language sql stable as $$
  select d.locale, row_number() over (partition by d.locale order by d.rank, d.number), d.standing, d.written, d.reason,
         d.kind = 'name'
  from (
    select p.locale, p.data ->> 'kind' as kind, 1 as rank, 1::bigint as number, 'preferred' as standing,
           p.data ->> 'preferred' as written, null as reason
    from tandem.published p where p.entry = one
    union all
    select p.locale, p.data ->> 'kind', 2, a.number, 'allowed', a.written, null
    from tandem.published p, jsonb_array_elements_text(p.data -> 'allowed') with ordinality a (written, number)
    where p.entry = one
    union all
    select p.locale, p.data ->> 'kind', 3, f.number, 'forbidden', f.word ->> 'word', f.word ->> 'reason'
    from tandem.published p, jsonb_array_elements(p.data -> 'forbidden') with ordinality f (word, number)
    where p.entry = one
    union all
    (select 'en', p.data ->> 'kind', 1, 1, 'preferred', p.data ->> 'english', null
     from tandem.published p
     where p.entry = one and p.data ? 'english'
       and not exists (select from tandem.published e where e.entry = one and e.locale = 'en')
     limit 1)) d
  where cardinality(tandem_translation.words_of(d.written)) > 0
$$;

create aggregate tandem_translation.all_words(tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '');

create function tandem_translation.refresh_term(one uuid) returns void language plpgsql as $$
begin
  delete from tandem_translation.term where entry = one;
  insert into tandem_translation.term
  select one, min(p.data ->> 'kind'), min(p.data ->> 'subject'), min(p.data ->> 'english'),
         jsonb_object_agg(p.locale, p.data - '{kind,subject,english}'::text[]),
         (select tandem_translation.all_words(setweight(to_tsvector(tandem.search_configuration(d.locale),
                                                                    tandem.spaced(d.written)), 'A')
                                              order by d.locale, d.place)
          from tandem_translation.designations_of(one) d)
  from tandem.published p where p.entry = one and p.type = 'term'
  having count(*) > 0;
  insert into tandem_translation.designation
  select one, d.locale, d.place, d.standing, d.written, d.reason, d.fixed, w.words,
         (select jsonb_agg(tandem_translation.lexemes_of_forms(d.locale, word, d.fixed) order by number)
          from unnest(w.words) with ordinality u (word, number)),
         tandem_translation.lexemes_of_forms(
           d.locale,
           -- The longest of those that say something: others have it least often.
           (select word from unnest(w.words) with ordinality u (word, number)
            order by tandem_translation.lexemes_of(d.locale, word) = array['=' || word], length(word) desc, number limit 1),
           d.fixed)
  from tandem_translation.designations_of(one) d, tandem_translation.words_of(d.written) w (words)
  where exists (select from tandem_translation.term where entry = one);
end $$;

-- Brings in line what was made of these entries, or all.
create function tandem_translation.refresh_terms(changed uuid[]) returns void language plpgsql as $$
begin
  if changed is not null
     and not exists (select from tandem.entry where id = any (changed) and type = 'term') then return; end if;
  perform pg_advisory_xact_lock(hashtext('tandem_translation.term'));
  perform tandem_translation.refresh_term(id)
  from (select id from tandem.entry where type = 'term' and (changed is null or id = any (changed))
        union
        select entry from tandem_translation.term where changed is null or entry = any (changed)) e (id);
end $$;

-- The words of a text, each with its lexemes.
create function tandem_translation.read_words(locale text, words text[]) returns table (word text, lexemes text[])
language sql stable as $$
  select w, tandem_translation.lexemes_of(locale, w) from unnest(words) w
$$;
