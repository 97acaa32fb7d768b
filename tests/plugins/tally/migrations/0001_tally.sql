create table tally (
  type    text primary key,
  entries bigint not null,
  constraint news_is_scarce check (type <> 'news' or entries <= 2)
);
create function recount(changed uuid[]) returns void language sql as $$
  delete from tandem_tally.tally;
  insert into tandem_tally.tally select type, count(distinct entry) from tandem.published group by type;
$$;
