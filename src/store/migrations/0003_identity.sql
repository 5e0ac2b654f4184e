-- Who somebody claims to be, kept until the one it names is there.
create table identity_claim (
  tenant_id uuid not null references tenant on delete cascade,
  value text not null,
  subject_id bigint not null,
  object_type text not null,
  primary key (tenant_id, object_type, value, subject_id)
);
alter table identity_claim enable row level security;
create policy own_tenant on identity_claim to revloop_app
  using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update, delete on identity_claim to revloop_app;

create index record_email on record (tenant_id, lower(properties ->> 'email')) where object_type = 'contact';
create index record_domain on record (tenant_id, lower(properties ->> 'domain')) where object_type = 'company';

-- A record that was merged away: what is still said of its own state says nothing of the winner's.
alter table subject_ref add gone boolean not null default false;
alter table signal add superseded boolean not null default false;
