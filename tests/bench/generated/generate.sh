# Generated content: notes in two languages with ten revisions each, written straight into the tables, since a million
# of them would take the editing interface half a day. Hashes are left blank, so `tandem verify` is not for these.
# The texts are made of real words. Each holds one word that ten notes share, whatever their number ("Atelier
# Balimekto"); one in a hundred holds "woonplaats"; position is the number modulo 100.


# generate FIRST LAST: adds notes FIRST to LAST and makes the database as ready as it is in daily use. Says how far it is.
generate() {
  local first=$1 last=$2 step=20000 from to began=$SECONDS
  sql "$(< "$bench/generated/functions.sql")"
  # Made anew afterwards, which is faster than row by row.
  sql "do \$\$ declare one text; begin
         for one in select indexname from pg_indexes where schemaname = 'tandem'
                    and (indexname like 'published:note:%' or indexname = 'published_search')
         loop execute format('drop index tandem.%I', one); end loop; end \$\$"
  for ((from = first; from <= last; from += step)); do
    to=$((from + step - 1 < last ? from + step - 1 : last))
    sql "$(sed "s/:first/$from/g; s/:last/$to/g" "$bench/generated/rows.sql")"
    progress "$((to - first + 1)) of $((last - first + 1)) notes, $((SECONDS - began)) s"
  done
  progress "words, indexes and statistics"
  sql "insert into search_word (locale, word) select distinct p.locale, w.word
       from published p, unnest(tsvector_to_array(jsonb_to_tsvector('tandem.tandem_other', p.data, '[\"string\"]'))) w (word)
       where p.entry between bench.id($first) and bench.id($last)
         and length(w.word) between 4 and 60 and w.word !~ '[0-9./:@_-]' on conflict do nothing"
  sql 'create index published_search on published using gin (search)'
  quietly "$tandem" migrate --data data "${options[@]}"
  sql 'vacuum analyze'
  progress "$((last - first + 1)) notes made in $((SECONDS - began)) s"
  [[ -t 2 ]] && echo >&2
  return 0
}
# progress TEXT: over the line before on a terminal, else a line each.
progress() { if [[ -t 2 ]]; then printf '\r\033[K%s' "$*" >&2; else echo "$*" >&2; fi; }
