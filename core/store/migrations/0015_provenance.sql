-- Of which fields a revision says the same as its source; null: of those that it changed.
alter table revision add column source_fields text[];
alter table revision add constraint fields_need_a_source
  check (source_fields is null or (source_number is not null and cardinality(source_fields) > 0));
