-- What reading again and writing back must remember beyond the house's first rows.
alter table reread add column links boolean not null default false;

-- merged_ids: who was merged into it. said_at: time of the newest signal about its state.
alter table record add column merged_ids text[] not null default '{}';
alter table record add column said_at timestamptz not null;

-- Moves when a pending write takes new values over, so that an answer for the old values does not end it.
alter table action add column mark bigint not null default nextval('dirty_mark');

-- Two values of one property may be on their way back at once.
alter table ledger drop constraint ledger_pkey;
alter table ledger add primary key (connection_id, object_type, external_id, property, value_hash);
create index ledger_age on ledger (connection_id, written_at);
