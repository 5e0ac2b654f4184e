-- What records were at a moment: their state, their links, and their past from before we knew them.
drop index signal_state;
create index signal_state on signal (tenant_id, subject_id)
  where kind in ('crm.record', 'crm.links', 'crm.converted', 'crm.past');
