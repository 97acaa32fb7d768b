-- Who translates what until when. What there is to do is not stored: it follows from how things stand (0001).
create table assignment (
  entry       uuid not null,
  locale      text not null,              -- to be translated into
  assignee    text not null,              -- name of an account
  due         date,
  note        text not null,
  assigned_by text not null,
  assigned_at timestamptz not null default clock_timestamp(),
  primary key (entry, locale)
);
create index assignment_by_assignee on assignment (assignee);
