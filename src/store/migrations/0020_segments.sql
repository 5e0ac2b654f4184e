-- Segments of customers who behave alike: each time they were looked for, and who is in which since when.
create table segment_version (
  tenant_id uuid not null references tenant on delete cascade,
  version int not null,
  body jsonb not null,
  made_at timestamptz not null,
  primary key (tenant_id, version)
);
create table subject_segment (
  tenant_id uuid not null references tenant on delete cascade,
  subject_id bigint not null,
  segment text not null,
  since timestamptz not null,
  x real not null,
  y real not null,
  primary key (tenant_id, subject_id)
);
create index subject_segment_members on subject_segment (tenant_id, segment, subject_id);

do $$
declare t text;
begin
  foreach t in array array['segment_version', 'subject_segment'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;
