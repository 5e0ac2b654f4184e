-- Names of the product (users, visitors, groups, domains) say why they belong to whom, and can be parted one by one.
alter table subject_ref drop constraint subject_ref_joined_by_check;
alter table subject_ref add constraint subject_ref_joined_by_check check (joined_by in ('email', 'domain', 'id', 'login'));

-- Which name of `origin` claims it: a subject may have several names of one source. With `platform` = 'product' the value
-- is another name of the same source, such as the user that a visitor turned out to be.
alter table identity_claim add by_name text not null default '';
alter table identity_claim drop constraint identity_claim_pkey;
alter table identity_claim add primary key (tenant_id, object_type, value, subject_id, by_name);

-- What was joined so far said so only to those who read the database. When it was, nobody wrote down: it counts from now on.
update subject_ref set joined_by = case object_type when 'company' then 'domain' else 'email' end,
  joined_value = substr(why, length('same address: ') + 1), joined_at = now()
  where why like 'same address: %' and joined_by is null;
