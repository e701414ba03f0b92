-- The log itself. Rows of leaf, tile and checkpoint are only ever added.
create table head (
    id              integer primary key check (id = 0),
    size            integer not null,
    frontier        blob    not null,
    format          integer not null,
    inbox_next      integer not null,
    inbox_digested  integer not null,
    deliveries      integer not null,
    delivery_bytes  integer not null
);
insert into head (id, size, frontier, format, inbox_next, inbox_digested, deliveries, delivery_bytes)
    values (0, 0, x'', 1, 0, 0, 0, 0);

create table leaf (
    idx    integer primary key,
    entry  blob not null check (length(entry) <= 65535),
    hash   blob not null check (length(hash) = 32)
);

create table tile (
    level   integer not null,
    n       integer not null,
    hashes  blob    not null check (length(hashes) = 8192),
    primary key (level, n)
);

create table checkpoint (
    size     integer primary key,
    note     blob    not null,
    made_at  integer not null
);

-- What was written under which draft, so that a draft sent twice is written once.
create table draft (
    id     text primary key,
    first  integer not null
) without rowid;
