-- How much was sent to the provider of machine translation, by day of UTC.
create table machine_use (
  day        date primary key,
  characters bigint not null check (characters >= 0)
);
