-- The schemas of the plugins that followed what changed when the site was last brought up to date. What a plugin derives
-- is derived anew when it comes back after a time without it, in which nobody told it anything.
create table attached_plugin (
  schema text primary key
);
