-- Whoever is moved to another version of a journey is still measured by the goal of the version by which it came in, as
-- those are who were held out then: null where it was never moved.
alter table journey_run add column goal_version int;
