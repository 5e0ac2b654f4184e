-- The address by which a product user finds its record. A column of its own: under row-level security PostgreSQL uses no
-- index over an expression whose functions (lower, ->>) it does not know to be leakproof, and reads all rows instead.
alter table record add column address text generated always as (left(lower(
  case object_type when 'contact' then properties ->> 'email' when 'company' then properties ->> 'domain' end), 320)) stored;
drop index record_email;
drop index record_domain;
create index record_address on record (tenant_id, object_type, address) where address is not null;
create index identity_claim_subject on identity_claim (tenant_id, subject_id);
