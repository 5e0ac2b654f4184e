-- The sample of users of a large company is drawn by another hash, which the database has too: such twins are folded anew.
update twin set refold = true where (select count(*) from jsonb_object_keys(body -> 'users')) >= 400;
insert into dirty (tenant_id, subject_id, reason) select tenant_id, subject_id, 'sample' from twin
  where (select count(*) from jsonb_object_keys(body -> 'users')) >= 400
  on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark');
