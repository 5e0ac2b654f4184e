-- One subject for one customer, whichever and however many CRMs know it.

-- The id of a Salesforce record in its long form, whichever form somebody wrote down: the last three letters say which of
-- the first fifteen are capitals.
create function salesforce_id(given text) returns text language sql immutable parallel safe as $$
  select case when given !~ '^[A-Za-z0-9]{15}$' then given else given || (
    select string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + (
      select sum(case when ascii(substr(given, block * 5 + place, 1)) between 65 and 90 then 1 << (place - 1) else 0 end)::int
      from generate_series(1, 5) place), 1), '' order by block)
    from generate_series(0, 2) block) end
$$;

-- The address by which a record is found: a person's e-mail, a company's domain however its website is written down.
drop index record_address;
alter table record drop column address;
alter table record add column address text generated always as (nullif(left(lower(trim(
  case object_type
    when 'contact' then coalesce(nullif(properties ->> 'email', ''), properties ->> 'Email')
    when 'lead' then properties ->> 'Email'
    when 'company' then regexp_replace(regexp_replace(
      lower(trim(coalesce(nullif(properties ->> 'domain', ''), properties ->> 'Website'))),
      '^([a-z][a-z0-9+.-]*://)?([^/@]*@)?(www[0-9]*\.)?', ''), '\.?([/:?#].*)?$', '')
  end)), 320), '')) stored;
create index record_address on record (tenant_id, object_type, address) where address is not null;

-- A claim may name a record of a CRM by its id instead of an address: `platform` is that CRM, `origin` the connection whose
-- record says so.
alter table identity_claim add platform text, add origin uuid;

-- Why a name belongs to its subject where no CRM said so: what matched, and since when.
alter table subject_ref add joined_by text check (joined_by in ('email', 'domain', 'id')),
  add joined_value text, add joined_at timestamptz;

-- Names that a person has taken apart: they are never joined again. Each pair stands here both ways round.
create table identity_apart (
  tenant_id uuid not null references tenant on delete cascade,
  origin uuid not null,
  object_type text not null,
  external_id text not null,
  other_origin uuid not null,
  other_type text not null,
  other_id text not null,
  said_by text,
  at timestamptz not null default now(),
  primary key (tenant_id, origin, object_type, external_id, other_origin, other_type, other_id)
);
alter table identity_apart enable row level security;
create policy own_tenant on identity_apart to revloop_app
  using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update, delete on identity_apart to revloop_app;

-- Twins know which records they are made of: they are folded anew when they are next looked at.
update twin set refold = true;
