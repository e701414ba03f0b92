-- Where the last measurement of each connection stands.
create table measured (
    connection  text primary key,
    idx         integer not null
) without rowid;
