-- How often a record was written within a day.
create index action_done_write on action (connection_id, object_type, external_id, done_at)
  where kind = 'crm.write' and state = 'done';
