-- Where the person of an install logs in, where the platform has several such places; asked again with the code.
alter table install add column login_url text;
